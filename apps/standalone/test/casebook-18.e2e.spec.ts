import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Asked } from './casebook-figures.js';
import { type Achieved, metres, type Submitted, Work } from './casebook-work.js';
import { type Answered, type CasebookWorld, openCasebookWorld } from './casebook-world.js';

type Waiting = Achieved & Submitted;
/** Answers the payload: of a single decision its own, of a bulk the item's. */
type Decide = (one: Waiting, more: object) => Promise<Answered>;

const why = { reasonCode: 'QUANTITY_UNCLEAR', note: 'Đo lại giúp' };
const conflicts = ['REVISION_CONFLICT', 'ALREADY_DECIDED'];

/** Casebook 18: two reviewers, two verdicts. */
describe('two reviewers decide one case at the same moment', () => {
  let world: CasebookWorld;
  let work: Work;
  let asked: Asked;

  beforeAll(async () => {
    world = await openCasebookWorld();
  });
  afterAll(() => world?.close());

  const campaign = async (title: string) => {
    const id = await world.campaign(title);
    work = new Work(world, id);
    asked = new Asked(world, id);
  };
  const many = async (count: number): Promise<readonly Waiting[]> => {
    const waiting: Waiting[] = [];
    for (let n = 0; n < count; n++) waiting.push(await work.waiting('29242', [metres(7, '2022-02-01')]));
    await world.drain();
    return waiting;
  };
  const revisionOf = async (reviews: readonly Waiting[]): Promise<readonly number[]> => {
    const fields = reviews.map(({ review }, n) => `r${n}: review(id: "${review}") { revision status }`);
    const found = await world.ask('reviewer@842', `{ ${fields.join(' ')} }`);
    return reviews.map((_, n) => {
      expect(found[`r${n}`].status).toBe('OPEN');
      return found[`r${n}`].revision;
    });
  };
  const single =
    (user: string, field: string): Decide =>
    ({ review, submissionNo }, more) => {
      const input = { review, submissionNo, ...(field !== 'reviewApprove' && why), ...more };
      return world.send(user, field, input, 'receipt settled');
    };
  /** How many events of each type the achievements have, and what became of each. */
  const eventsOf = async (cases: readonly Waiting[]) => {
    const ids = new Set(cases.map(({ id }) => id));
    const counts = new Map<string, number>();
    const outcomes = new Map<string, string[]>();
    const { store } = world.own.house().stores;
    for (let after = 0; ; ) {
      const page = await store.readAll(after, 1000);
      if (page.length === 0) return { counts, outcomes };
      after = page.at(-1)?.position ?? after;
      for (const { type, data } of page) {
        const { subject, subjectId } = data as Answered;
        const id = subject?.achievementId ?? subjectId;
        if (!ids.has(id)) continue;
        counts.set(type, (counts.get(type) ?? 0) + 1);
        if (/^A\w+(Approved|Returned|Rejected|Corrected|Refused)\./.test(type))
          outcomes.set(id, [...(outcomes.get(id) ?? []), type]);
      }
    }
  };
  /** What every loser is told: that it has moved on, by whom and when. */
  const expectConflict = (payload: Answered, winner: string) => {
    expect(payload.userErrors).toHaveLength(1);
    const [{ code, changedBy, changedAt, by, at }] = payload.userErrors;
    expect(conflicts).toContain(code);
    expect((changedBy ?? by).userId).toBe(winner);
    expect(changedAt ?? at).toEqual(expect.stringMatching(/^2022-/));
    expect(payload.receipt).toBeNull();
  };
  /** Both decide all cases, in pairs at once, and one of each pair wins; answers how many the first one won. */
  const race = async (
    cases: readonly Waiting[],
    first: readonly [string, Decide],
    second: readonly [string, Decide],
  ) => {
    const revisions = await revisionOf(cases);
    let won = 0;
    const pairs = await Promise.all(
      cases.map(async (one, n) => {
        // Sent in both orders, so that a system that lets the first or the last win is seen too.
        const more = { expectedRevision: revisions[n] };
        const order = n % 2 === 0 ? [first, second] : [second, first];
        const [sooner, later] = await Promise.all(order.map(([, decide]) => decide(one, more)));
        return n % 2 === 0 ? [sooner, later] : [later, sooner];
      }),
    );
    await world.drain();
    for (const [one, other] of pairs) {
      const firstWon = one.userErrors.length === 0;
      expectConflict(firstWon ? other : one, firstWon ? first[0] : second[0]);
      expect((firstWon ? one : other).userErrors).toEqual([]);
      won += firstWon ? 1 : 0;
    }
    return won;
  };

  it.each([
    ['reviewReject', 'AchievementRejected.v1', 'rejected', 100],
    ['reviewReturn', 'AchievementReturned.v1', 'returned', 30],
  ])('approved by one, %s by the other: one decision each, and figures that agree', async (...of) => {
    const [field, event, status, size] = of;
    await campaign(`18 ${field}`);
    const cases = await many(size);
    const approvals = await race(
      cases,
      ['reviewer@842', single('reviewer@842', 'reviewApprove')],
      ['second@842', single('second@842', field)],
    );
    const { counts, outcomes } = await eventsOf(cases);
    expect(counts.get('ReviewDecided.v1')).toBe(size);
    expect(counts.get('AchievementApproved.v1') ?? 0).toBe(approvals);
    expect(counts.get(event) ?? 0).toBe(size - approvals);
    expect([outcomes.size, [...outcomes.values()].filter((one) => one.length !== 1)]).toEqual([size, []]);
    expect([approvals > 0, approvals < size]).toEqual([true, true]);
    const measure = await asked.measure('842', 'road_metre');
    expect(measure.approved).toEqual({ value: 7 * approvals, count: approvals, exact: true });
    expect(measure.pending).toEqual({ value: 0, count: 0, exact: true });
    expect(await asked.counts('842')).toEqual({ total: size, approved: approvals, [status]: size - approvals });
  });

  it('approved twice by two: one event, one approval', async () => {
    await campaign('18 twice');
    const cases = await many(20);
    await race(
      cases,
      ['reviewer@842', single('reviewer@842', 'reviewApprove')],
      ['second@842', single('second@842', 'reviewApprove')],
    );
    const { counts } = await eventsOf(cases);
    expect([counts.get('ReviewDecided.v1'), counts.get('AchievementApproved.v1')]).toEqual([20, 20]);
    expect((await asked.measure('842', 'road_metre')).approved).toEqual({ value: 140, count: 20, exact: true });
  });

  it('approved twice by one under one key: the same answer, one event', async () => {
    await campaign('18 repeat');
    const [one] = await many(1);
    if (!one) throw new Error('no case');
    const [revision] = await revisionOf([one]);
    const more = { expectedRevision: revision, idempotencyKey: crypto.randomUUID() };
    const approve = () => single('reviewer@842', 'reviewApprove')(one, more);
    const [first, second] = await Promise.all([approve(), approve()]);
    const third = await approve();
    expect(first).toMatchObject({ settled: true, userErrors: [] });
    expect([second, third]).toEqual([first, first]);
    const { counts } = await eventsOf([one]);
    expect([counts.get('ReviewDecided.v1'), counts.get('AchievementApproved.v1')]).toEqual([1, 1]);
  });

  it('a bulk that rejects against single approvals: each case is decided once, each loser is told', async () => {
    await campaign('18 bulk');
    const cases = await many(40);
    const revisions = await revisionOf(cases);
    const items = cases.map(({ review, submissionNo }, n) => ({
      review,
      submissionNo,
      expectedRevision: revisions[n],
    }));
    const details =
      '... on RevisionConflict { changedBy { userId } changedAt } ... on AlreadyDecided { by { userId } at }';
    const reads = `results { id revision receipt userErrors { code ${details} } } receipt`;
    const single1 = single('reviewer@842', 'reviewApprove');
    const approve = (from: number, to: number) =>
      cases.slice(from, to).map((one, n) => single1(one, { expectedRevision: revisions[from + n] }));
    const early = approve(20, 40);
    const bulk = world.send('second@842', 'reviewsDecide', { outcome: 'REJECT', ...why, items }, reads);
    const singles = await Promise.all([...approve(0, 20), ...early]);
    const { results, userErrors } = await bulk;
    await world.drain();
    expect(userErrors).toEqual([]);
    expect(results.map(({ id }: Answered) => id)).toEqual(cases.map(({ review }) => review));
    let approvals = 0;
    for (const [n, single] of singles.entries()) {
      const rejected = results[n].userErrors.length === 0;
      expectConflict(rejected ? single : { ...results[n] }, rejected ? 'second@842' : 'reviewer@842');
      expect((rejected ? results[n] : single).userErrors).toEqual([]);
      approvals += rejected ? 0 : 1;
    }
    const { counts } = await eventsOf(cases);
    expect(counts.get('ReviewDecided.v1')).toBe(40);
    expect(counts.get('AchievementApproved.v1') ?? 0).toBe(approvals);
    expect(counts.get('AchievementRejected.v1') ?? 0).toBe(40 - approvals);
    const { approved, pending } = await asked.measure('842', 'road_metre');
    expect([approved.value, approved.count, pending.value]).toEqual([7 * approvals, approvals, 0]);
  });

  it('an amendment is decided once as well: corrected or refused, never both', async () => {
    await campaign('18 amendment');
    const cases: Waiting[] = [];
    for (let n = 0; n < 20; n++) {
      const achieved = await work.approved('29242', [metres(7, '2022-02-01')]);
      cases.push({ ...achieved, ...(await work.ask(achieved, [metres(5, '2022-02-01')])) });
    }
    await world.drain();
    const corrected = await race(
      cases,
      ['reviewer@842', single('reviewer@842', 'reviewApprove')],
      ['second@842', single('second@842', 'reviewReject')],
    );
    const { counts } = await eventsOf(cases);
    expect(counts.get('ReviewDecided.v1')).toBe(40);
    expect(counts.get('AchievementCorrected.v1') ?? 0).toBe(corrected);
    expect(counts.get('AmendmentRefused.v1') ?? 0).toBe(20 - corrected);
    const { approved, pending } = await asked.measure('842', 'road_metre');
    expect([approved.value, approved.count, pending.value]).toEqual([5 * corrected + 7 * (20 - corrected), 20, 0]);
  });
});
