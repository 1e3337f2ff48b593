const dayMs = 86_400_000;

/** A local date some days later (or earlier) than another. */
export const plusDays = (date: string, days: number): string =>
  new Date(Date.parse(date) + days * dayMs).toISOString().slice(0, 10);

/** Every day of a window, first to last; none where it ends before it begins. */
export const daysOf = (from: string, to: string): readonly string[] => {
  const days: string[] = [];
  for (let day = from; day <= to; day = plusDays(day, 1)) days.push(day);
  return days;
};
