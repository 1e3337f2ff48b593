const dayMs = 86_400_000;

/** Day numbers of the dates seen; a campaign has a few hundred. Bounded, since dates come from questions too. */
const known = new Map<string, number>();
const knownMax = 10_000;

/** Days since 1970-01-01 of a local date `YYYY-MM-DD`. Throws RangeError on anything else. */
export const dayNumberOf = (date: string): number => {
  const before = known.get(date);
  if (before !== undefined) return before;
  const instantMs = Date.parse(`${date}T00:00:00Z`);
  // Some engines read 30 February as 2 March: only a date that comes back as it went in is one.
  if (Number.isNaN(instantMs) || new Date(instantMs).toISOString().slice(0, 10) !== date) {
    throw new RangeError(`${date} is no date`);
  }
  if (known.size >= knownMax) known.clear();
  known.set(date, instantMs / dayMs);
  return instantMs / dayMs;
};

/** The local date of a day number. */
export const dateOf = (day: number): string => new Date(day * dayMs).toISOString().slice(0, 10);
