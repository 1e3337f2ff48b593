import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';

const program = fileURLToPath(new URL('./demo-hash.mjs', import.meta.url));

/** A bound against hanging: three loads at once on a busy machine may take their time. */
const loadMsMax = 290_000;

interface Machine {
  readonly TZ: string;
  readonly LANG: string;
  /** How many days its clock is off. */
  readonly daysOff: number;
}

const here: Machine = { TZ: 'Asia/Ho_Chi_Minh', LANG: 'vi_VN.UTF-8', daysOff: 0 };
/** Another day there, other letters in upper case, and a clock that nobody has set. */
const elsewhere: Machine = { TZ: 'America/Los_Angeles', LANG: 'tr_TR.UTF-8', daysOff: -9000 };

interface Log {
  readonly events: number;
  readonly hash: string;
}

/** The log of a demo from a seed, in a process of its own on such a machine. */
const logOf = async (seed: string, { TZ, LANG, daysOff }: Machine): Promise<Log> => {
  const options = { env: { TZ, LANG, LC_ALL: LANG }, timeout: loadMsMax };
  const { stdout } = await promisify(execFile)(process.execPath, [program, seed, String(daysOff)], options);
  return JSON.parse(stdout) as Log;
};

describe('the log of the demo', () => {
  it(
    'is the same from the same seed on any machine, event by event and field by field, and another from another',
    async () => {
      const asked = [logOf('seed-a', here), logOf('seed-a', elsewhere), logOf('seed-b', here)] as const;
      const [log, sameSeed, otherSeed] = await Promise.all(asked);
      expect(log.events).toBeGreaterThan(1000);
      expect(sameSeed).toEqual(log);
      expect(otherSeed.hash).not.toBe(log.hash);
    },
    loadMsMax + 10_000,
  );
});
