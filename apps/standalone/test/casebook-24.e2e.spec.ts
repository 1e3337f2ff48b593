import { readdirSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Achieved, metres, type Submitted, Work } from './casebook-work.js';
import type { Answered } from './casebook-world.js';
import { type ChangedWorld, type Client, changed, openChangedWorld, until } from './changed-world.js';
import { comparedWithLog } from './compared-with-log.js';

const day = '2022-02-10';
const figures = `query($campaign: ID!, $withdrawn: ID!, $revoked: ID!) {
  rollup(campaign: $campaign) { measures(metrics: ["road_metre"]) { approved { value } } achievements { approved } }
  approved: achievements(filter: { campaign: $campaign, status: [APPROVED] }, first: 100) { edges { node { id } } }
  withdrawn: achievement(id: $withdrawn) { status }
  revoked: achievement(id: $revoked) { status }
  history(subject: $revoked, first: 100) { edges { node { type position summary } } } }`;

/** What one answer says. */
interface Seen {
  readonly metres: number;
  readonly counted: number;
  readonly listed: readonly string[];
  readonly states: readonly string[];
  readonly history: Answered;
}

/** Casebook 24: a rebuild that loses or resurrects. */
describe('every read model rebuilt, one by one, twice', () => {
  let open: ChangedWorld;
  let work: Work;
  let listener: Client;
  let subscription: string;
  /** A1 to A13, by their number. */
  const achieved = new Map<number, Achieved & Submitted>();
  const seen: Seen[] = [];
  const faults: unknown[] = [];
  let before: Seen;
  let after: Seen;
  /** Positions the listener was told of before the first rebuild, and before the thirteenth was approved. */
  let toldAtFirst: readonly string[];
  let toldBeforeLast: readonly string[];
  let headAtFirst: number;
  let headBeforeLast: number;
  let thirteenth = '';
  const rebuilt: string[] = [];

  const the = (n: number) => {
    const one = achieved.get(n);
    if (!one) throw new Error(`there is no A${n}`);
    return one;
  };

  const look = async (): Promise<Seen> => {
    const variables = { campaign: work.campaign, withdrawn: the(5).id, revoked: the(9).id };
    const { data, errors } = await open.world.execute('head@84', figures, variables);
    if (errors) throw new Error(JSON.stringify(errors));
    const { rollup, approved, withdrawn, revoked, history } = data as Answered;
    return {
      metres: Number(rollup.measures[0].approved.value),
      counted: rollup.achievements.approved,
      listed: approved.edges.map(({ node }: Answered) => node.id).sort(),
      states: [withdrawn.status, revoked.status],
      history: history.edges,
    };
  };

  const told = () => listener.told(subscription).map(({ position }) => position);
  const signal = new AbortController().signal;

  /** Approves the thirteenth while the read model is at its first page. */
  const rebuildAndApprove = async (name: string): Promise<void> => {
    const progress = async (done: number, of: number) => {
      if (thirteenth !== '') return;
      expect(done).toBeLessThan(of);
      thirteenth = await work.approve(the(13), the(13));
    };
    await open.house.rebuild(name, { signal, progress });
  };

  /** Looks all the time until the work is done. */
  const lookDuring = async (task: () => Promise<void>): Promise<void> => {
    let done = false;
    const looking = (async () => {
      while (!done) {
        await look().then(
          (one) => seen.push(one),
          (fault) => faults.push(fault),
        );
        await setImmediate();
      }
    })();
    try {
      await task();
    } finally {
      done = true;
      await looking;
    }
  };

  beforeAll(async () => {
    open = await openChangedWorld();
    const { world, house } = open;
    work = new Work(world, await world.campaign('CB'));
    listener = await open.client('head@84');
    subscription = listener.start(changed, { campaign: work.campaign, within: null });
    await until(async () => (await open.listening()) === 1);
    for (let n = 1; n <= 13; n++) achieved.set(n, await work.waiting('29242', [metres(2 ** (n - 1), day)]));
    await work.withdraw(the(5));
    for (let n = 1; n <= 12; n++) if (n !== 5) await work.approve(the(n), the(n));
    await work.correct(the(2), [metres(3, day)]);
    await work.revoke(the(9));
    await world.drain();
    before = await look();
    await until(() => told().length > 0 && Number(told().at(-1)) >= Number(before.history.at(-1).node.position));
    toldAtFirst = told();
    headAtFirst = await house.stores.store.head();

    const names = house.readModels;
    const last = 'analytics-figures';
    const rounds = [...names, ...names.filter((name) => name !== last)];
    await lookDuring(async () => {
      for (const name of rounds) {
        await house.rebuild(name, { signal });
        rebuilt.push(name);
      }
      await world.drain();
      toldBeforeLast = told();
      headBeforeLast = await house.stores.store.head();
      await rebuildAndApprove(last);
      rebuilt.push(last);
    });
    await world.drain();
    after = await look();
    await until(() => told().includes(thirteenth));
  });
  afterAll(async () => {
    open?.leaveAll();
    await open?.gateway.close();
    await open?.world.close();
  });

  const idsOf = (...numbers: readonly number[]) => numbers.map((n) => the(n).id).sort();
  const approvedAtFirst = [1, 2, 3, 4, 6, 7, 8, 10, 11, 12] as const;

  it('all of them, of every service', () => {
    expect([...new Set(rebuilt)].sort()).toEqual([
      'analytics-campaigns',
      'analytics-coverage',
      'analytics-figures',
      'analytics-history',
      'analytics-moments',
      'analytics-reporting',
      'analytics-status-counts',
      'analytics-targets',
      'registry-view',
      'report-book',
      'review-cases',
      'submission-achievements',
      'submission-campaigns',
      'submission-participations',
    ]);
    expect(rebuilt).toHaveLength(28);
  });

  it('3,824 m and 10 approved before, 7,920 m and 11 after', () => {
    expect([before.metres, before.counted, before.listed]).toEqual([3824, 10, idsOf(...approvedAtFirst)]);
    expect([after.metres, after.counted, after.listed]).toEqual([7920, 11, idsOf(...approvedAtFirst, 13)]);
  });

  it('what was withdrawn and what was revoked stay so, and the history is complete', () => {
    expect(before.states).toEqual(['WITHDRAWN', 'REVOKED']);
    expect(after.states).toEqual(['WITHDRAWN', 'REVOKED']);
    expect(before.history.map(({ node }: Answered) => node.type)).toEqual([
      'AchievementRegistered',
      'QuantityReported',
      'AchievementCompleted',
      'AchievementSubmitted',
      'ReviewOpened',
      'ReviewDecided',
      'AchievementApproved',
      'ApprovalRevoked',
    ]);
    expect(after.history).toEqual(before.history);
  });

  it('everybody who asked meanwhile was answered, with the old figures or the new ones', () => {
    expect(faults).toEqual([]);
    expect(seen.length).toBeGreaterThan(28);
    const [old, late] = [idsOf(...approvedAtFirst), idsOf(...approvedAtFirst, 13)];
    for (const one of seen) {
      expect([3824, 7920]).toContain(one.metres);
      expect([10, 11]).toContain(one.counted);
      expect([old, late]).toContainEqual(one.listed);
      expect([one.states, one.history]).toEqual([before.states, before.history]);
    }
  });

  it('nothing was appended, sent or told by it', () => {
    expect(headBeforeLast).toBe(headAtFirst);
    expect(toldBeforeLast).toEqual(toldAtFirst);
    const positions = told().map(Number);
    expect(positions).toEqual([...new Set(positions)].sort((one, other) => one - other));
    expect(positions.slice(toldAtFirst.length).every((position) => position > headAtFirst)).toBe(true);
  });

  it('replay --compare finds no difference, and nothing is left behind', async () => {
    const { folder } = open.world.own;
    const said = expect.stringContaining('the live read models are what the log makes of them');
    expect(await comparedWithLog(folder)).toEqual({ code: 0, said });
    expect(readdirSync(folder).filter((name) => name.includes('building'))).toEqual([]);
  });
});
