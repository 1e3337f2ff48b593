import { createHash } from 'node:crypto';

/** Draws that a seed and a label decide: the same on every machine, in every version of the runtime. */
export interface Dice {
  /** A whole number between min and max, both included. */
  readonly whole: (min: number, max: number) => number;
  /** True in this share of the cases. */
  readonly chance: (share: number) => boolean;
  /** One of a list that is not empty. */
  readonly pick: <Item>(items: readonly Item[]) => Item;
  /** The list in another order. */
  readonly shuffle: <Item>(items: readonly Item[]) => Item[];
}

const bytesPerDraw = 6;

/** Each label has draws of its own, so one more draw for one achievement moves no other. */
export const makeDice = (seed: string, label: string): Dice => {
  let block = Buffer.alloc(0);
  let blocks = 0;
  let offset = 0;

  const fraction = (): number => {
    if (offset + bytesPerDraw > block.length) {
      block = createHash('sha256').update([seed, label, blocks].join('\u001f')).digest();
      blocks += 1;
      offset = 0;
    }
    const drawn = block.readUIntBE(offset, bytesPerDraw);
    offset += bytesPerDraw;
    return drawn / 2 ** (8 * bytesPerDraw);
  };
  const whole = (min: number, max: number): number => {
    if (!(min <= max)) throw new RangeError(`${label}: nothing lies between ${min} and ${max}`);
    return min + Math.floor(fraction() * (max - min + 1));
  };

  return {
    whole,
    chance: (share) => fraction() < share,
    pick: (items) => {
      const item = items[whole(0, items.length - 1)];
      if (item === undefined) throw new RangeError(`${label}: picked from an empty list`);
      return item;
    },
    shuffle: (items) =>
      items
        .map((item) => ({ item, rank: fraction() }))
        .sort((a, b) => a.rank - b.rank)
        .map(({ item }) => item),
  };
};
