import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Asker, Copies, type Copy, caseInputs, owner, partner, receiver, workInputs } from './allowed-states.js';
import { force } from './casebook-work.js';
import { type Answered, type CasebookWorld, openCasebookWorld } from './casebook-world.js';

type Inputs = Readonly<Record<string, (copy: Copy, world: CasebookWorld, asker: Asker) => object | Promise<object>>>;

/** What is asked about, and how its actions are tried. */
interface Subject {
  readonly query: string;
  readonly idOf: (copy: Copy) => string;
  readonly inputs: Inputs;
}

const work: Subject = {
  query: 'query($id: ID!) { subject: achievement(id: $id) { status revision allowed { action allowed because } } }',
  idOf: ({ id }) => id,
  inputs: workInputs,
};
const cases: Subject = {
  query: 'query($id: ID!) { subject: review(id: $id) { status revision allowed { action allowed because } } }',
  idOf: ({ review = '' }) => review,
  inputs: caseInputs,
};

const askerOf = (user: string): Asker => ({ user, uploads: /^(clerk|head)@/.test(user) });

/** `allowed` says what the mutations then do: each is sent with valid input by everybody in every state. */
describe('what is allowed is what is done', () => {
  let world: CasebookWorld;
  let copiesIn: (campaign: string) => Copies;
  let copies: Copies;
  let askers: readonly Asker[];

  beforeAll(async () => {
    world = await openCasebookWorld();
    copiesIn = await Copies.in(world);
    world.at('2022-03-01');
    copies = copiesIn(await world.campaign('CB'));
    askers = [
      ...[`clerk@${owner}`, `head@${owner}`, `head@${receiver}`, `reviewer@${receiver}`, `second@${receiver}`],
      ...[`office@${receiver}`, `analyst@${receiver}`, `auditor@${receiver}`, `clerk@${partner}`, `head@${partner}`],
      ...['stranger', 'head@847', 'reviewer@84', `reviewer@${owner}`],
    ].map(askerOf);
    askers = [...askers, copies.both.asClerk, copies.both.asReviewer];
  });
  afterAll(() => world?.close());

  const head = () => world.own.house().stores.store.head();
  const seenBy = async ({ user, actingAs }: Asker, { query, idOf }: Subject, copy: Copy): Promise<Answered> => {
    await world.drain();
    const { data, errors } = await world.execute(user, query, { id: idOf(copy) }, actingAs);
    if (errors) throw new Error(JSON.stringify(errors));
    return (data as Answered).subject;
  };
  /** Sends one action; a refusal stores nothing. */
  const tried = async (asker: Asker, subject: Subject, action: string, copy: Copy) => {
    const inputOf = subject.inputs[action];
    if (!inputOf) throw new Error(`nobody knows how to try ${action}`);
    const { user, actingAs } = asker;
    const input = { ...force, ...(await inputOf(copy, world, asker)) };
    await world.drain();
    const before = await head();
    const { userErrors } = await world.send(user, action, input, 'revision', actingAs);
    if (userErrors.length > 0) expect([user, action, await head()]).toEqual([user, action, before]);
    return userErrors as readonly { readonly code: string; readonly message: string }[];
  };
  /** Tries all actions of one asker; `fresh` gives a copy in the state each time the last one was changed. */
  const compare = async (asker: Asker, subject: Subject, fresh: () => Promise<Copy>, spare: { copy: Copy }) => {
    const done: string[] = [];
    const seen = await seenBy(asker, subject, spare.copy);
    const said = new Map<string, { allowed: boolean; because: string | null }>(
      (seen?.allowed ?? []).map((one: { action: string }) => [one.action, one]),
    );
    expect([...said.keys()].sort()).toEqual(seen === null ? [] : Object.keys(subject.inputs).sort());
    for (const action of Object.keys(subject.inputs)) {
      const [error] = await tried(asker, subject, action, spare.copy);
      const who = `${asker.user} ${action}`;
      const answer = said.get(action);
      if (seen === null) expect([who, error?.code]).toEqual([who, 'NOT_FOUND']);
      else {
        expect([who, answer?.allowed, error?.code]).toEqual([who, error === undefined, error?.code]);
        expect([who, answer?.because ?? null]).toEqual([who, error?.message ?? null]);
      }
      if (error !== undefined) continue;
      done.push(action);
      spare.copy = await fresh();
    }
    return done;
  };

  const drafting = [
    ...[
      'achievementAttachEvidence',
      'achievementComplete',
      'achievementReportQuantities',
      'achievementWithdrawEvidence',
    ],
  ];
  const before = [...drafting, 'achievementDeclareContributions', 'achievementRecordProgress'];
  const heads = ['achievementWithdraw', 'achievementSubmit'];
  /** Per state: what the owner's head may do (and its clerk, but for what only a head does), and the receiver's head. */
  const states: readonly (readonly [
    name: string,
    status: string,
    make: (made: Copies) => Promise<Copy>,
    ownersHead: readonly string[],
    receiversHead: readonly string[],
  ])[] = [
    ['registered', 'REGISTERED', (made) => made.registered(), [...before, 'achievementWithdraw'], []],
    [
      'a work without a photo',
      'IN_PROGRESS',
      (made) => made.reported({ kind: 'WORK' }),
      [...before, 'achievementWithdraw'],
      [],
    ],
    ['reported', 'IN_PROGRESS', (made) => made.reported(), [...before, ...heads], []],
    ['in progress', 'IN_PROGRESS', (made) => made.inProgress(), [...before, ...heads], []],
    [
      'completed',
      'COMPLETED',
      (made) => made.completed(),
      [...drafting, 'achievementDeclareContributions', ...heads],
      [],
    ],
    ['under review', 'UNDER_REVIEW', (made) => made.underReview(), ['achievementWithdraw'], []],
    ['returned', 'RETURNED', (made) => made.returned(), [...drafting, 'achievementRecordProgress', ...heads], []],
    ['approved', 'APPROVED', (made) => made.approved(), ['achievementRequestAmendment'], ['achievementRevoke']],
    ['with an amendment', 'AMENDMENT_PENDING', (made) => made.amendmentPending(), [], []],
    ['rejected', 'REJECTED', (made) => made.rejected(), ['achievementWithdraw'], []],
    ['withdrawn', 'WITHDRAWN', (made) => made.withdrawn(), [], []],
    ['revoked', 'REVOKED', (made) => made.revoked(), [], []],
  ];
  const onlyHeads = new Set([...heads, 'achievementRequestAmendment']);

  it.each(states)('an achievement, %s', async (_, status, make, ownersHead, receiversHead) => {
    const fresh = () => make(copies);
    const spare = { copy: await fresh() };
    expect((await seenBy(askerOf(`head@${owner}`), work, spare.copy)).status).toBe(status);
    const done = new Map<string, readonly string[]>();
    for (const asker of askers) {
      done.set(`${asker.user} ${asker.actingAs ?? ''}`.trim(), (await compare(asker, work, fresh, spare)).sort());
    }
    const clerks = ownersHead.filter((action) => !onlyHeads.has(action)).sort();
    const { asClerk } = copies.both;
    const expected = new Map([...done.keys()].map((asker) => [asker, [] as readonly string[]]));
    expected.set(`head@${owner}`, [...ownersHead].sort());
    expected.set(`clerk@${owner}`, clerks).set(`${asClerk.user} ${asClerk.actingAs}`, clerks);
    expected.set(`head@${receiver}`, receiversHead);
    expect(Object.fromEntries(done)).toEqual(Object.fromEntries(expected));
  });

  const decisions = ['reviewApprove', 'reviewReject', 'reviewReturn'];
  const all = [...decisions, 'reviewAssign', 'reviewRaiseFinding', 'reviewRecuse'].sort();
  const caseStates: readonly (readonly [
    name: string,
    status: string,
    make: (made: Copies) => Promise<Copy>,
    of: Readonly<Record<string, readonly string[]>>,
  ])[] = [
    [
      'open',
      'OPEN',
      (made) => made.underReview(),
      { 'reviewer@842': all, 'second@842': all, 'head@842': ['reviewAssign'] },
    ],
    [
      'open, of an amendment',
      'OPEN',
      (made) => made.amendmentPending(),
      { 'reviewer@842': all, 'second@842': all, 'head@842': ['reviewAssign'] },
    ],
    [
      ...(['assigned', 'ASSIGNED', (made: Copies) => made.assigned()] as const),
      {
        'reviewer@842': all,
        'second@842': all.filter((action) => !decisions.includes(action)),
        'head@842': ['reviewAssign'],
      },
    ],
    ['one stepped back', 'OPEN', (made) => made.recused(), { 'second@842': all, 'head@842': ['reviewAssign'] }],
    ['decided', 'DECIDED', (made) => made.approved(), {}],
    ['sent back', 'DECIDED', (made) => made.returned(), {}],
    ['mooted', 'MOOTED', (made) => made.withdrawn(), {}],
  ];

  it.each(caseStates)('a case, %s', async (_, status, make, of) => {
    const fresh = async () => {
      const copy = await make(copies);
      await world.drain();
      return copy;
    };
    const spare = { copy: await fresh() };
    expect((await seenBy(askerOf(`head@${receiver}`), cases, spare.copy)).status).toBe(status);
    const done = new Map<string, readonly string[]>();
    const repeats = new Set<string>();
    for (const asker of askers) {
      const actions = (await compare(asker, cases, fresh, spare)).sort();
      // Stepping back twice changes nothing and is no refusal; whoever took part may step back as well.
      const said = `${asker.user} ${asker.actingAs ?? ''}`.trim();
      if (actions.join() === 'reviewRecuse') repeats.add(said);
      else done.set(said, actions);
    }
    const expected = Object.fromEntries([...done.keys()].map((asker) => [asker, of[asker] ?? []]));
    expect(Object.fromEntries(done)).toEqual(expected);
    expect([...repeats].filter((said) => !/^(both|reviewer)@842/.test(said))).toEqual([]);
  });

  /** States of a campaign in which work of every state stands. */
  const campaignStates: readonly (readonly [
    name: string,
    field: string,
    allowed: Readonly<Record<string, readonly string[]>>,
  ])[] = [
    [
      ...(['suspended', 'campaignSuspend'] as const),
      {
        reported: [...before],
        underReview: [],
        returned: [...drafting, 'achievementRecordProgress'],
        approved: [],
        amendmentPending: [],
      },
    ],
    [
      ...(['closed for reports', 'campaignCloseReporting'] as const),
      {
        reported: [...before, ...heads],
        underReview: ['achievementWithdraw'],
        returned: [...drafting, 'achievementRecordProgress', ...heads],
        approved: ['achievementRequestAmendment'],
        amendmentPending: [],
      },
    ],
    [
      ...(['closed', 'campaignClose'] as const),
      { reported: [], underReview: [], returned: [], approved: ['achievementRequestAmendment'], amendmentPending: [] },
    ],
    [
      ...(['called off', 'campaignCancel'] as const),
      { reported: [], underReview: [], returned: [], approved: [], amendmentPending: [] },
    ],
  ];

  /** A campaign that owes a summary is closed after it alone; one with a period of its own owes none. */
  const planFor = (field: string) => (field === 'campaignClose' ? { periodEnd: '2022-12-31' } : {});

  it.each(campaignStates)('in a campaign that is %s', async (_, field, allowed) => {
    const campaign = await world.campaign(field, planFor(field));
    const made = copiesIn(campaign);
    const stock: Record<string, Copy[]> = {};
    const names = Object.keys(allowed) as (keyof Copies &
      ('reported' | 'underReview' | 'returned' | 'approved' | 'amendmentPending'))[];
    for (const name of names) {
      stock[name] = [];
      const count = name === 'reported' || name === 'returned' ? 10 : 5;
      for (let n = 0; n < count; n++) stock[name].push(await made[name]());
    }
    await world.drain();
    for (const before of field === 'campaignClose' ? ['campaignCloseReporting', field] : [field])
      await world.must('head@84', before, { ...force, id: campaign, reason: 'x' });
    await world.drain();
    for (const name of names) {
      const fresh = async () => {
        const copy = stock[name]?.pop();
        if (!copy) throw new Error(`no more copies: ${name}`);
        return copy;
      };
      const spare = { copy: await fresh() };
      const ownersHead = (await compare(askerOf(`head@${owner}`), work, fresh, spare)).sort();
      // While nothing is submitted nothing need be withdrawn or revoked either: the plan leaves both open.
      const open = field === 'campaignSuspend' ? ['achievementWithdraw'] : [];
      const certain = (actions: readonly string[]) => actions.filter((action) => !open.includes(action)).sort();
      expect([name, certain(ownersHead)]).toEqual([name, certain(allowed[name] ?? [])]);
      const receiversHead = await compare(askerOf(`head@${receiver}`), work, fresh, spare);
      const revokes = name === 'approved' && field !== 'campaignCancel' && field !== 'campaignSuspend';
      if (revokes) expect(receiversHead).toEqual(['achievementRevoke']);
      else if (field === 'campaignCancel') expect(receiversHead).toEqual([]);
    }
  });

  it('a decision that is allowed is taken over by the achievement, whatever became of its campaign', async () => {
    for (const field of ['campaignSuspend', 'campaignCloseReporting', 'campaignClose', 'campaignCancel']) {
      const campaign = await world.campaign(`decide ${field}`, planFor(field));
      const made = copiesIn(campaign);
      const waiting = [await made.underReview(), await made.amendmentPending()];
      for (const one of field === 'campaignClose' ? ['campaignCloseReporting', field] : [field])
        await world.must('head@84', one, { ...force, id: campaign, reason: 'x' });
      await world.drain();
      for (const copy of waiting) {
        const asker = askerOf(`reviewer@${receiver}`);
        const seen = await seenBy(asker, cases, copy);
        const said = seen.allowed.find(({ action }: { action: string }) => action === 'reviewApprove');
        const input = { ...force, ...caseInputs.reviewApprove(copy) };
        const { userErrors, settled } = await world.send(asker.user, 'reviewApprove', input, 'settled');
        expect([field, userErrors.length === 0]).toEqual([field, said.allowed]);
        await world.drain();
        const { status } = await seenBy(askerOf(`head@${owner}`), work, copy);
        if (said.allowed) expect([field, settled, status]).toEqual([field, true, 'APPROVED']);
        else expect([field, status]).not.toEqual([field, 'APPROVED']);
      }
    }
  });
});
