/** Does all of them, at most so many at a time, each begun in its order; answered in their order. */
export const inTurns = async <Item, Answer>(
  items: readonly Item[],
  sideBySideMax: number,
  run: (item: Item, index: number) => Promise<Answer>,
): Promise<readonly Answer[]> => {
  const answers: Answer[] = new Array(items.length);
  const waiting = items.entries();
  const worker = async () => {
    // One iterator for all workers: each item is taken once.
    for (const [index, item] of waiting) answers[index] = await run(item, index);
  };
  await Promise.all(Array.from({ length: Math.min(sideBySideMax, items.length) }, worker));
  return answers;
};
