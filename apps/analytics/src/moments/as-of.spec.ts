import { beforeAll, describe, expect, it } from '@jest/globals';
import { memoryDatabase } from '../../../../packages/event-sourcing/test/memory-database.js';
import { type AsOfInput, settleAsOf } from './as-of.js';
import { type MomentTables, momentsProjection } from './moments.projection.js';

/** Three appends: at 10:00, at 10:02, and at 10:01 by another machine; the second one holds positions 2 to 4. */
const appends = [
  { position: 1, recorded_at: '2022-03-01T03:00:00.000Z', latest: '2022-03-01T03:00:00.000Z' },
  { position: 4, recorded_at: '2022-03-01T03:02:00.000Z', latest: '2022-03-01T03:02:00.000Z' },
  { position: 5, recorded_at: '2022-03-01T03:01:00.000Z', latest: '2022-03-01T03:02:00.000Z' },
];

describe('an as-of', () => {
  const database = memoryDatabase<MomentTables>();
  beforeAll(async () => {
    await momentsProjection.create(database);
    await database.insertInto('moment').values(appends).execute();
  });

  const settled = (input: AsOfInput, head = 5) =>
    settleAsOf(database, input, { periodStart: '2022-01-01', head, nowMs: Date.parse('2022-06-30T18:00:00Z') });

  it('is the whole period up to today, all that is known, as it was, where nothing is asked', async () => {
    expect(await settled({})).toEqual({
      ...{ effectiveFrom: '2022-01-01', effectiveUpTo: '2022-07-01', today: '2022-07-01', treeOn: null },
      ...{ knownUpTo: '2022-06-30T18:00:00.000Z', knownUpToPosition: 5 },
    });
  });

  it('knows at an instant the longest prefix that was recorded until then (scenario 17)', async () => {
    expect(await settled({ knownUpTo: '2022-03-01T03:01:00.000Z' })).toMatchObject({ knownUpToPosition: 1 });
    expect(await settled({ knownUpTo: '2022-03-01T03:02:00.000Z' })).toMatchObject({ knownUpToPosition: 5 });
    expect(await settled({ knownUpTo: '2022-03-01T02:59:59.999Z' })).toMatchObject({ knownUpToPosition: 0 });
  });

  it('knows at a position inside an append the whole append before it', async () => {
    expect(await settled({ knownUpToPosition: 3 })).toMatchObject({ knownUpToPosition: 1 });
    expect(await settled({ knownUpToPosition: 4 })).toMatchObject({
      ...{ knownUpToPosition: 4, knownUpTo: '2022-03-01T03:02:00.000Z', today: '2022-03-01' },
    });
    expect(await settled({ knownUpToPosition: 99 })).toMatchObject({ knownUpToPosition: 5 });
    expect(await settled({ knownUpToPosition: 99 }, 4)).toMatchObject({ knownUpToPosition: 4 });
  });

  it('keeps the days and the tree that were asked', async () => {
    const days = { effectiveFrom: '2022-02-01', effectiveUpTo: '2022-02-28', treeOn: '2025-07-01' };
    expect(await settled(days)).toMatchObject(days);
  });

  it('takes an instant or a position, not both', async () => {
    const both = { knownUpTo: '2022-03-01T03:01:00.000Z', knownUpToPosition: 3 };
    await expect(settled(both)).rejects.toThrow('not both');
  });
});
