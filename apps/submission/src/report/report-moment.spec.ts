import { expect, it } from '@jest/globals';
import { fixedClock, type Waited } from '@thidua/event-sourcing';
import { ReportMoments } from './report-moment.js';

const clock = fixedClock('2022-06-19T23:59:00+07:00');

const recordedAt = ['2022-06-19T16:59:00.000Z', '2022-06-19T17:00:00.000Z'];
const checkpointAt = (position: number) => ({
  position,
  receipt: position,
  recordedAt: recordedAt[position - 1] ?? null,
});

const openMoments = (waited: { read: boolean; viewed: Waited }, at = { read: 2, viewed: 2 }) => {
  const registryView = { checkpoint: checkpointAt(at.viewed), caughtUp: async () => waited.viewed };
  const readers = {
    checkpoint: checkpointAt(at.read),
    caughtUp: async () => waited.read,
    reach: async () => undefined,
  };
  return new ReportMoments({ clock, registryView: registryView as never }, readers);
};

const known = { read: true, viewed: 'passed' } as const;

it('now is as far as both reports and the registry are known, and the day on which that was recorded', async () => {
  const [earlier, later] = ['2022-06-19T16:59:00.000Z', '2022-06-19T17:00:00.000Z'];
  for (const [at, position, instant, today] of [
    [{ read: 2, viewed: 2 }, 2, later, '2022-06-20'],
    [{ read: 1, viewed: 2 }, 1, earlier, '2022-06-19'],
    [{ read: 2, viewed: 1 }, 1, earlier, '2022-06-19'],
  ] as const) {
    expect(openMoments(known, at).now()).toEqual({ position, instant, today });
  }
});

it('nothing is frozen while either is behind the log', async () => {
  await expect(openMoments(known).caughtUp()).resolves.toBeUndefined();
  for (const behind of [{ read: false, viewed: 'passed' } as const, { read: true, viewed: 'lagging' } as const]) {
    await expect(openMoments(behind).caughtUp()).rejects.toMatchObject({
      extensions: { code: 'PROJECTION_LAGGING' },
    });
  }
});
