/** Who tells the time. Nothing else asks for it; waits and timeouts are not facts and need no clock. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

/** A clock that stands still until it is set. */
export const fixedClock = (start: string | number): Clock & { set(instant: string | number): void } => {
  let now = new Date(start).getTime();
  return {
    now: () => now,
    set: (instant) => {
      now = new Date(instant).getTime();
    },
  };
};

/** The clock of a scenario: it stands where the scenario puts it, until the system's clock takes over for good. */
export const scenarioClock = (start: string): Clock & { set(instant: string): void; release(): void } => {
  const scenario = fixedClock(start);
  let clock: Clock = scenario;
  return {
    now: () => clock.now(),
    set: (instant) => scenario.set(instant),
    release: () => {
      clock = systemClock;
    },
  };
};

/** Asia/Ho_Chi_Minh has been UTC+7 without summer time since 1975. */
const localOffsetMs = 7 * 60 * 60 * 1000;

/** Local date (Asia/Ho_Chi_Minh) of an instant in milliseconds, whatever the zone of the machine. */
export const localDateOf = (instantMs: number): string =>
  new Date(instantMs + localOffsetMs).toISOString().slice(0, 10);

/** The clock's local date. */
export const todayOf = (clock: Clock): string => localDateOf(clock.now());
