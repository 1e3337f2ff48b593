import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import { messages } from '@thidua/service';
import fc from 'fast-check';
import { asking, type District, openDistrict } from '../../test/district.js';
import { reviewDecider } from './review.decider.js';

const actions = [
  'reviewAssign',
  'reviewRecuse',
  'reviewRaiseFinding',
  'reviewApprove',
  'reviewReturn',
  'reviewReject',
] as const;
type Action = (typeof actions)[number] | 'moot';

/** Sends a mutation with input that has no fault of its own; who does not review assigns to the third reviewer. */
const send = async ({ resolver, ports }: District, action: Action, userId: string, revision: number) => {
  const context = asking(userId);
  const at = { idempotencyKey: randomUUID(), expectedRevision: revision, review: 'case' };
  const decision = { ...at, submissionNo: 2, reasonCode: 'OTHER', note: 'x' };
  switch (action) {
    case 'reviewAssign':
      return resolver.assign({ ...at, ...(userId.startsWith('head') && { reviewer: 'third@842' }) }, context);
    case 'reviewRecuse':
      return resolver.recuse({ ...at, id: 'case', reason: 'x' }, context);
    case 'reviewRaiseFinding':
      return resolver.raiseFinding({ ...at, code: 'OTHER', text: 'x', severity: 'NOTE' }, context);
    case 'reviewApprove':
      return resolver.approve(decision, context);
    case 'reviewReturn':
      return resolver.sendBack(decision, context);
    case 'reviewReject':
      return resolver.reject(decision, context);
    case 'moot': {
      const actor = { userId, orgId: null, role: null, appointmentId: null };
      const envelope = { via: null, inputHash: 'h', correlationId: 'c', causationId: null, synthetic: false };
      const meta = { actor, commandId: at.idempotencyKey, ...envelope, expectedRevision: null };
      return ports.executor.execute(reviewDecider, 'case', { type: 'MootReview', reason: 'WITHDRAWN' }, meta);
    }
  }
};

const shown = async (district: District, userId: string, language: 'vi' | 'en' = 'en') => {
  const receipt = await district.ports.store.head();
  const value = await district.resolver.review('case', receipt, { ...asking(userId), language });
  if (!value) throw new Error(`${userId} does not read the case`);
  return { revision: value.revision, allowed: value.allowed() };
};

const who = fc.constantFrom(
  'reviewer@842',
  'reviewer@842',
  'reviewer@842',
  'other@842',
  'other@842',
  'head@842',
  'reviewer@29242',
  'head@29242',
  'clerk@842',
);
const before = fc.tuple(
  fc.array(fc.tuple(fc.constantFrom<Action>(...actions.slice(0, 3)), fc.constantFrom('reviewer@842', 'other@842')), {
    maxLength: 5,
  }),
  fc.constantFrom<Action | null>(null, null, null, 'moot', 'reviewApprove'),
);

describe('what is allowed on a case', () => {
  const districts: District[] = [];
  const openedDistrict = async () => {
    const district = await openDistrict({ settling: true });
    districts.push(district);
    return district;
  };
  afterEach(async () => {
    for (const district of districts.splice(0)) await district.close();
  });

  it('is said exactly where the mutation then is done, and says otherwise what the mutation says', async () => {
    const counted = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(
        fc.subarray(['reviewer@842', 'other@842', 'head@842']),
        before,
        who,
        fc.constantFrom(...actions),
        async (alsoTookPart, [acts, last], viewer, action) => {
          const district = await openedDistrict();
          await district.opens({ submittedBy: ['head@29242', ...alsoTookPart] });
          for (const [index, [act, userId]] of acts.entries()) await send(district, act, userId, index);
          if (last) await send(district, last, 'third@842', (await shown(district, 'head@842')).revision);
          const { revision, allowed } = await shown(district, viewer);
          expect(allowed.map(({ action }) => action)).toEqual(actions);
          const said = allowed.find((one) => one.action === action);
          const done = await send(district, action, viewer, revision);
          const [error] = 'userErrors' in done ? done.userErrors : [];
          expect(said).toEqual({ action, allowed: error === undefined, because: error?.message ?? null });
          const answer = error?.code ?? 'done';
          counted.set(answer, (counted.get(answer) ?? 0) + 1);
        },
      ),
      { numRuns: 300, endOnFailure: true },
    );
    for (const answer of ['done', 'NOT_ALLOWED', 'FOUR_EYES', 'RECUSED', 'CASE_MOOTED', 'ALREADY_DECIDED'])
      expect([answer, counted.has(answer)]).toEqual([answer, true]);
  });

  it.each<[Action, keyof typeof messages]>([
    ['moot', 'CASE_MOOTED'],
    ['reviewReject', 'ALREADY_DECIDED'],
  ])('is nothing more after %s, with the reason in the language of the viewer', async (act, code) => {
    const district = await openedDistrict();
    await district.opens();
    await send(district, act, 'reviewer@842', 0);
    for (const language of ['vi', 'en'] as const) {
      const { allowed } = await shown(district, 'reviewer@842', language);
      const [start] = messages[code][language].split('{');
      expect(allowed.map(({ allowed, because }) => [allowed, because?.startsWith(start ?? '')])).toEqual(
        actions.map(() => [false, true]),
      );
    }
  });

  it('to a head who does not review is assigning to others while the case waits, and nothing else', async () => {
    const district = await openedDistrict();
    await district.opens({ submittedBy: ['head@842'] });
    const { allowed } = await shown(district, 'head@842');
    expect(allowed.filter((one) => one.allowed).map(({ action }) => action)).toEqual(['reviewAssign']);
  });
});
