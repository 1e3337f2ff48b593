import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { type Changed, fixedClock, type Outcome } from '@thidua/event-sourcing';
import { buildSchema, graphql, isObjectType } from 'graphql';
import { messages, ruleReasons, type UserErrorCode } from './messages.js';
import { refuse, type UserRefusal } from './refusals.js';
import { RegistryView } from './registry-view.js';
import type { Language } from './request-context.js';
import {
  notAllowed,
  notFound,
  type PayloadValue,
  payloadOf,
  refusedBy,
  refusedOutcome,
  userErrorOf,
} from './user-errors.js';

const view = new RegistryView(fixedClock('2022-05-01T09:00:00+07:00'));

/** One refusal of each code, with what its decider or its edge says. */
const refusals = {
  NOT_FOUND: notFound('achievement'),
  NOT_ALLOWED: notAllowed('receiver'),
  REVISION_CONFLICT: refuse('REVISION_CONFLICT', ['expectedRevision'], { expected: 3, actual: 5 }),
  REVISION_REQUIRED: refuse('REVISION_REQUIRED', ['expectedRevision']),
  CONTENDED: refuse('CONTENDED'),
  IDEMPOTENCY_KEY_REUSED: refuse('IDEMPOTENCY_KEY_REUSED', ['idempotencyKey']),
  IDEMPOTENCY_KEY_INVALID: refuse('IDEMPOTENCY_KEY_INVALID', ['idempotencyKey']),
  INVALID_TRANSITION: refuse('INVALID_TRANSITION', undefined, { from: 'under-review', to: 'report-quantities' }),
  TEXT_INVALID: refuse('TEXT_INVALID', ['title'], { max: 500 }),
  TOO_MANY: refuse('TOO_MANY', ['lines'], { max: 200, count: 201 }),
  MISSING: refuse('MISSING', ['lines', '0', 'effectiveOn'], { what: 'effectiveOn' }),
  DUPLICATE: refuse('DUPLICATE', ['areas', '1', 'code'], { code: '2.1' }),
  DATES_REVERSED: refuse('DATES_REVERSED', ['periodEnd'], { from: '2022-07-01', to: '2022-06-30' }),
  DAY_OUTSIDE_PERIOD: refuse('DAY_OUTSIDE_PERIOD', ['completedOn'], { day: '2023', from: '2022', to: '2022' }),
  DAY_IN_FUTURE: refuse('DAY_IN_FUTURE', ['completedOn'], { day: '2022-05-02', today: '2022-05-01' }),
  UNKNOWN_METRIC: refuse('UNKNOWN_METRIC', ['lines', '0', 'metric'], { metric: 'trees', allowed: ['road_m', 'score'] }),
  UNKNOWN_AREA: refuse('UNKNOWN_AREA', ['area'], { area: '2.7', allowed: ['2.1'] }),
  UNKNOWN_LINE: refuse('UNKNOWN_LINE', ['removedLineIds', '0'], { lineId: 'a' }),
  QUANTITY_NEGATIVE: refuse('QUANTITY_NEGATIVE', ['value'], { value: '-1' }),
  QUANTITY_TOO_PRECISE: refuse('QUANTITY_TOO_PRECISE', ['value'], { value: '1.5', metric: 'road_m', decimals: 0 }),
  QUANTITY_TOO_LARGE: refuse('QUANTITY_TOO_LARGE', ['value'], { value: '9007199254740992', max: '9007199254740991' }),
  QUANTITY_MISSING: refuse('QUANTITY_MISSING', ['value']),
  QUANTITY_SHAPE: refuse('QUANTITY_SHAPE', ['lines', '0', 'value'], {
    metric: 'people',
    combine: 'DISTINCT',
    needed: 'members | declared',
  }),
  MEMBER_INVALID: refuse('MEMBER_INVALID', ['lines', '0', 'members', '0'], { member: 'An' }),
  NOT_A_PARTICIPANT: refuse('NOT_A_PARTICIPANT', ['campaign']),
  EVIDENCE_REQUIRED: refuse('EVIDENCE_REQUIRED', ['achievement']),
  SHARES_SUM: refuse('SHARES_SUM', ['contributions'], { sum: 9000 }),
  LEAD_INVALID: refuse('LEAD_INVALID', ['contributions']),
  CONTRIBUTIONS_FIXED: refuse('CONTRIBUTIONS_FIXED', ['achievement']),
  PERCENT_INVALID: refuse('PERCENT_INVALID', ['percentDone'], { value: 101 }),
  NOTHING_TO_AMEND: refuse('NOTHING_TO_AMEND', ['lines']),
  UNIT_NOT_OWNED: refuse('UNIT_NOT_OWNED', ['unit']),
  PLAN_FIXED: refuse('PLAN_FIXED', ['plan', 'metrics', '0', 'combine'], { what: 'road_m' }),
  UNKNOWN_ROUND: refuse('UNKNOWN_ROUND', ['round'], { round: 'MID', allowed: ['FINAL'] }),
  TARGET_LOWERED: refuse('TARGET_LOWERED', ['targets', '0', 'value'], { metric: 'road_m', before: 15, value: 10 }),
  NOTHING_TO_SUBMIT: refuse('NOTHING_TO_SUBMIT', ['achievement']),
  DUE_NOT_LATER: refuse('DUE_NOT_LATER', ['dueBefore'], {
    dueBefore: '2022-06-19T17:00:00.000Z',
    inForce: '2022-06-20T17:00:00.000Z',
  }),
  FINAL_WAITS: refuse('FINAL_WAITS', ['report'], { round: 'FINAL' }),
  REPORTING_LINE: refuse('REPORTING_LINE', ['receiver']),
  REPORT_NOT_REJECTED: refuse('REPORT_NOT_REJECTED', ['review']),
  NO_RECEIVER: refuse('NO_RECEIVER', ['achievement']),
  SUBMISSION_CHANGED: refuse('SUBMISSION_CHANGED', ['submissionNo'], { read: 1, actual: 2 }),
  ALREADY_DECIDED: refuse('ALREADY_DECIDED', ['review'], { outcome: 'RETURN' }),
  FOUR_EYES: refuse('FOUR_EYES', ['review']),
  CASE_MOOTED: refuse('CASE_MOOTED', ['review'], { mooted: 'WITHDRAWN' }),
  ASSIGNED_TO_ANOTHER: refuse('ASSIGNED_TO_ANOTHER', ['review']),
  RECUSED: refuse('RECUSED', ['review']),
  REVIEWER_INVALID: refuse('REVIEWER_INVALID', ['reviewer']),
  REASON_REQUIRED: refuse('REASON_REQUIRED', ['note']),
  UNKNOWN_REASON: refuse('UNKNOWN_REASON', ['reasonCode'], { reasonCode: 'LATE', allowed: ['OTHER'] }),
  CODE_INVALID: refuse('CODE_INVALID', ['csv'], {
    line: 5,
    column: 'code',
    value: '4',
    level: 'commune',
    rule: '5 digits (5 chữ số)',
  }),
  CODE_TAKEN: refuse('CODE_TAKEN', ['csv'], { line: 7, column: 'code', value: '29242', holder: 'Phường 3' }),
  UNKNOWN_UNIT: refuse('UNKNOWN_UNIT', ['csv'], { line: 8, column: 'parent_code', value: '843' }),
  PARENT_LEVEL: refuse('PARENT_LEVEL', ['csv'], { line: 9, column: 'parent_code', value: '84', level: 'commune' }),
  PARENT_NOT_YET: refuse('PARENT_NOT_YET', ['csv'], {
    line: 2,
    column: 'parent_code',
    value: '842',
    parentFrom: '2022-03-01',
    validFrom: '2022-01-01',
  }),
  CODE_REPEATED: refuse('CODE_REPEATED', ['csv'], { line: 4, column: 'code', value: '29398-03', firstLine: 2 }),
  VALUE_UNKNOWN: refuse('VALUE_UNKNOWN', ['csv'], { line: 4, column: 'level', value: 'town', allowed: ['commune'] }),
  PARENT_SELF: refuse('PARENT_SELF', ['csv'], { line: 10, column: 'parent_code', value: '29398' }),
  UNIT_NOT_YET: refuse('UNIT_NOT_YET', ['validFrom'], { unit: 'Ấp 1', begins: '2022-03-01', validFrom: '2022-01-01' }),
  UNIT_ENDED: refuse('UNIT_ENDED', ['validFrom'], { unit: 'Phường 2', ended: '2025-01-01' }),
  UNIT_HAS_CHILDREN: refuse('UNIT_HAS_CHILDREN', ['dissolve', '0'], { unit: 'Xã A', children: 'Ấp 1, Ấp 2' }),
  MAPPING_NOT_FULL: refuse('MAPPING_NOT_FULL', ['mappings', '0', 'coverage'], { unit: 'Xã A', count: 2 }),
  MAPPING_TARGET: refuse('MAPPING_TARGET', ['mappings', '0', 'to'], { unit: 'Xã B' }),
  SUCCESSOR_INVALID: refuse('SUCCESSOR_INVALID', ['successor'], { day: '2025-01-01' }),
  FILE_UNREADABLE: refuse('FILE_UNREADABLE', ['csv'], { problem: 'no column code (thiếu cột code)' }),
  UNKNOWN_ORGANISATION_TYPE: refuse('UNKNOWN_ORGANISATION_TYPE', ['type'], { type: 'CLUB', level: 'hamlet' }),
  ROLE_NOT_HERE: refuse('ROLE_NOT_HERE', ['role'], { held: 'HEAD', role: 'ADMIN' }),
  ROUND_FEEDS: refuse('ROUND_FEEDS', ['rounds', '0', 'feeds'], { round: 'FINAL', feeds: 'NONE' }),
  ROUND_FEEDS_UPWARD: refuse('ROUND_FEEDS_UPWARD', ['rounds', '0', 'feeds'], { round: 'FINAL', feeds: 'SUPPLEMENT' }),
  ROUND_SUPPLEMENTS: refuse('ROUND_SUPPLEMENTS', ['rounds', '1', 'supplements'], { round: 'SUPPLEMENT' }),
  SUMMARY_ROUND: refuse('SUMMARY_ROUND', ['rounds', '2', 'kind'], { round: 'SUMMARY-2' }),
} satisfies Record<UserErrorCode, UserRefusal>;

const codes = Object.keys(refusals) as UserErrorCode[];
const languages: readonly Language[] = ['vi', 'en'];

describe('a refusal', () => {
  it.each(codes)('%s is said in both languages with every value filled in', (code) => {
    for (const language of languages) {
      const { message } = userErrorOf(refusals[code], language);
      expect(message).not.toMatch(/[{}]/);
      expect(message.length).toBeGreaterThan(10);
    }
    expect(userErrorOf(refusals[code], 'vi').message).not.toBe(userErrorOf(refusals[code], 'en').message);
  });

  it.each(Object.keys(ruleReasons) as (keyof typeof ruleReasons)[])(
    'NOT_ALLOWED by "%s" gives the reason in words',
    (rule) => {
      for (const language of languages) {
        const error = userErrorOf(notAllowed(rule), language);
        expect(error.message.endsWith(ruleReasons[rule][language])).toBe(true);
        expect(error).toMatchObject({ __typename: 'NotAllowed', rule });
      }
    },
  );

  it('says what is missing in words', () => {
    expect(userErrorOf(refusals.MISSING, 'vi').message).toBe('Thiếu ngày thực hiện; phần này bắt buộc.');
    expect(userErrorOf(refusals.MISSING, 'en').message).toBe('The day it was done is missing; it is required.');
  });

  it('says states, acts and outcomes in words, while its data keeps their codes', () => {
    const vi = userErrorOf(refusals.INVALID_TRANSITION, 'vi');
    expect(vi.message).toBe('Không thể thực hiện "báo số liệu" khi đang ở trạng thái "chờ thẩm định".');
    expect(vi).toMatchObject({ from: 'under-review', to: 'report-quantities' });
    expect(userErrorOf(refusals.INVALID_TRANSITION, 'en').message).toBe(
      '"report quantities" is not possible while it is "under review".',
    );
    expect(userErrorOf(refusals.ALREADY_DECIDED, 'vi').message).toBe('Hồ sơ đã được quyết định: trả lại.');
    expect(userErrorOf(refusals.ALREADY_DECIDED, 'en')).toMatchObject({
      message: 'This case was decided already: sent back.',
      outcome: 'RETURN',
    });
  });

  it.each(['draft', 'none', 'approved', 'submit', 'constructor', '__proto__', '{metric}'])(
    'repeats what somebody typed as it is, also where it is %j',
    (typed) => {
      const unknown = refuse('UNKNOWN_METRIC', ['metric'], { metric: typed, allowed: ['road_m'] });
      expect(userErrorOf(unknown, 'en').message).toBe(`The campaign has no metric "${typed}". It has: road_m.`);
      expect(userErrorOf(refuse('DUPLICATE', [], { code: typed }), 'en')).toMatchObject({
        code: 'DUPLICATE',
        message: `The code "${typed}" stands twice.`,
      });
    },
  );

  it('is nothing where the verdict is a yes', () => {
    expect(refusedBy({ allowed: true })).toBeNull();
    expect(refusedBy({ allowed: false, rule: 'territory' })).toEqual(notAllowed('territory'));
  });
});

const schema = buildSchema(`
  directive @shareable on OBJECT | FIELD_DEFINITION
  ${readFileSync(new URL('./shared.graphql', import.meta.url), 'utf8')}
  type Query { userErrors: [UserError!]! }
`);

/** Every field of every type of the interface, as the schema has them. */
const everything = `{ userErrors { __typename code message field ${schema
  .getPossibleTypes(schema.getType('UserError') as never)
  .map((type) => `... on ${type.name} { ${fieldsOf(type.getFields())} }`)
  .join(' ')} } }`;

function fieldsOf(fields: Readonly<Record<string, { readonly type: unknown }>>): string {
  return Object.entries(fields)
    .map(([name, { type }]) => (String(type) === 'Actor' ? `${name} { userId role via organisation { id } }` : name))
    .join(' ');
}

describe('the type of a refusal', () => {
  it('is the one that the schema has for its code, and Refused for all others', () => {
    // A type of its own names its code in the description of the field.
    const typenames = Object.values(schema.getTypeMap()).flatMap((type) => {
      const code = isObjectType(type) ? type.getFields().code?.description?.match(/^([A-Z_]+)\.$/)?.[1] : undefined;
      return code === undefined ? [] : [[code, type.name] as const];
    });
    expect(typenames).toHaveLength(6);
    const expected = new Map<string, string>(typenames);
    // What is said of a line of a file is a fault of the file, whatever its code.
    const inFile = (code: UserErrorCode) => 'line' in ((refusals[code] as UserRefusal).detail ?? {});
    expect(codes.map((code) => [code, userErrorOf(refusals[code], 'en').__typename])).toEqual(
      codes.map((code) => [code, inFile(code) ? 'ImportFault' : (expected.get(code) ?? 'Refused')]),
    );
    expect(codes.filter(inFile).length).toBeGreaterThan(5);
  });
});

const asked = async ({ userErrors }: PayloadValue) => {
  const answer = await graphql({
    schema,
    source: everything,
    rootValue: { userErrors },
    typeResolver: ({ __typename }) => __typename,
  });
  expect(answer.errors).toBeUndefined();
  return JSON.parse(JSON.stringify(answer.data?.userErrors)) as readonly Record<string, unknown>[];
};

const last: Changed = {
  actor: { userId: 'p', orgId: null, role: 'REVIEWER', appointmentId: 'a1' },
  recordedAt: '2022-05-01T02:00:00.000Z',
};
const by = { userId: 'p', role: 'REVIEWER', via: null, organisation: null };

describe('a payload', () => {
  const payload = (outcome: Outcome<UserRefusal>, language: Language = 'en') => payloadOf(outcome, language, view);

  it('of a command that is done says where the object stands', () => {
    const done = { kind: 'done', revision: 4, receipt: 17, appended: true } as const;
    expect(payload(done)).toEqual({ revision: 4, receipt: '17', userErrors: [] });
    expect(payload({ ...done, revision: -1, receipt: null, appended: false })).toEqual({
      revision: -1,
      receipt: null,
      userErrors: [],
    });
  });

  it.each(codes)('refused by %s answers all that the schema promises of its type', async (code) => {
    const [error, ...more] = await asked(payload(refusedOutcome(refusals[code])));
    expect(more).toEqual([]);
    expect(error).toMatchObject({
      code,
      message: userErrorOf(refusals[code], 'en').message,
      field: refusals[code].field ?? null,
    });
  });

  it('lists every fault of a form, and none twice', async () => {
    const refusal = { ...refusals.MISSING, also: [refusals.TOO_MANY, refusals.NOT_FOUND] };
    const errors = await asked(payload({ kind: 'refused', refusal, last: null }, 'vi'));
    expect(errors.map(({ code }) => code)).toEqual(['MISSING', 'TOO_MANY', 'NOT_FOUND']);
    expect(errors[1]?.message).toBe('Nhiều nhất 200 mục, bạn gửi 201.');
  });

  it('says who decided before, and when', async () => {
    const outcome = { kind: 'refused', refusal: refusals.ALREADY_DECIDED, last } as const;
    expect(await asked(payload(outcome))).toMatchObject([
      { __typename: 'AlreadyDecided', outcome: 'RETURN', by, at: last.recordedAt },
    ]);
  });

  it('of a stale command says both revisions, and who changed it', async () => {
    const outcome = { kind: 'stale', expected: 3, actual: 5, last } as const;
    expect(await asked(payload(outcome))).toMatchObject([
      {
        __typename: 'RevisionConflict',
        code: 'REVISION_CONFLICT',
        field: ['expectedRevision'],
        expected: 3,
        actual: 5,
        changedBy: by,
        changedAt: last.recordedAt,
      },
    ]);
    expect(await asked(payload({ ...outcome, last: null }))).toMatchObject([{ changedBy: null, changedAt: null }]);
  });

  it('of a key used before, or a contended stream, says so', async () => {
    expect(await asked(payload({ kind: 'key-reused' }))).toMatchObject([
      { __typename: 'IdempotencyKeyReused', code: 'IDEMPOTENCY_KEY_REUSED', field: ['idempotencyKey'] },
    ]);
    expect(await asked(payload({ kind: 'contended' }))).toMatchObject([
      { __typename: 'Refused', code: 'CONTENDED', message: messages.CONTENDED.en, field: null },
    ]);
  });

  it('of anything but a command that is done tells neither revision nor receipt (case 22)', () => {
    const outcomes: readonly Outcome<UserRefusal>[] = [
      refusedOutcome(refusals.NOT_FOUND),
      { kind: 'stale', expected: 1, actual: 2, last },
      { kind: 'key-reused' },
      { kind: 'contended' },
    ];
    for (const outcome of outcomes) expect(payload(outcome)).toMatchObject({ revision: null, receipt: null });
  });
});
