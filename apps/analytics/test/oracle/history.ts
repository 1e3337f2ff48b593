import type { AchievementEvent, UnitTreeEvent } from '@thidua/events';
import type { Campaign, Logged } from './log.js';
import { nextStep, registerWork } from './random-work.js';
import { Scribe } from './scribe.js';
import type { HistorySeed } from './seeds.js';
import { changeOf, firstUnits } from './tree-changes.js';
import type { Work } from './work.js';

type Events = readonly (AchievementEvent | UnitTreeEvent)[];

/** Appends of one stream, one behind the other: the tree, or one achievement. */
export interface Stream {
  readonly of: 'tree' | 'achievement';
  readonly appends: Events[];
}

export interface History {
  readonly log: readonly Logged[];
  /** Last positions of the appends. */
  readonly ends: readonly number[];
  readonly streams: readonly Stream[];
}

/** Who goes on telling: each call answers the appends of one step, null at the end of the story. */
type Teller = () => readonly Events[] | null;

/** The history that a seed stands for: the tree and the achievements take turns, each knowing what stands by then. */
export const historyOf = (seed: HistorySeed, campaign: Campaign): History => {
  const scribe = new Scribe();
  const tree: Stream = { of: 'tree', appends: [] };
  const write = (stream: Stream, events: Events) => {
    if (events.length === 0) return;
    scribe.append(events);
    stream.appends.push(events);
  };
  write(tree, firstUnits(seed.units));

  const changes = seed.changes.values();
  const tellers: { readonly stream: Stream; readonly next: Teller }[] = [
    { stream: tree, next: () => mapped(changes.next(), (change) => [changeOf(scribe.log, change)]) },
    ...seed.works.map((workSeed, number) => {
      let work: Work | null = null;
      const steps = workSeed.steps.values();
      const next: Teller = () => {
        if (work) return mapped(steps.next(), (step) => nextStep(work as Work, campaign, step));
        work = registerWork(scribe.log, campaign, workSeed, number);
        return [work.register()];
      };
      return { stream: { of: 'achievement', appends: [] } as Stream, next };
    }),
  ];
  const streams = tellers.map(({ stream }) => stream);
  inTurns(tellers, seed.turns, ({ stream, next }) => {
    const appends = next();
    for (const events of appends ?? []) write(stream, events);
    return appends !== null;
  });
  return { log: scribe.log, ends: scribe.ends, streams };
};

const mapped = <Seed>(result: IteratorResult<Seed, unknown>, step: (seed: Seed) => readonly Events[]) =>
  result.done ? null : step(result.value);

/** Lets one after the other do a step, as the turns say, until none of them has one left. */
const inTurns = <Teller>(tellers: readonly Teller[], turns: readonly number[], step: (teller: Teller) => boolean) => {
  let open = tellers;
  for (let n = 0; open.length > 0; n++) {
    const teller = open[(turns[n % turns.length] as number) % open.length] as Teller;
    if (!step(teller)) open = open.filter((one) => one !== teller);
  }
};

/** The same streams in another order: the tree first, so that each unit stands when work names it. */
export const interleaved = ({ streams }: History, turns: readonly number[]): History => {
  const scribe = new Scribe();
  for (const { appends } of streams.filter(({ of }) => of === 'tree'))
    for (const events of appends) scribe.append(events);
  const readers = streams.filter(({ of }) => of === 'achievement').map(({ appends }) => appends.values());
  inTurns(readers, turns, (reader) => {
    const { done, value: events } = reader.next();
    if (!done) scribe.append(events);
    return !done;
  });
  return { log: scribe.log, ends: scribe.ends, streams };
};
