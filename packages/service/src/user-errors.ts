import type { Operation, Rule, Verdict } from '@thidua/authority';
import type { Changed, Outcome, Refusal } from '@thidua/event-sourcing';
import { filePlaces, messages, ruleReasons, say, type UserErrorCode, wordings } from './messages.js';
import { actorOf } from './names.js';
import { refuse, type UserRefusal } from './refusals.js';
import type { RegistryView } from './registry-view.js';
import type { Language } from './request-context.js';

/** A refusal as GraphQL sees it: a type of the UserError interface. */
export interface UserErrorValue {
  readonly __typename: string;
  readonly code: UserErrorCode;
  readonly message: string;
  readonly field: readonly string[] | null;
}

export const notFound = (...field: readonly string[]) => refuse('NOT_FOUND', field);

/** A verdict's no as a refusal, or null for a yes. */
export const refusedBy = (verdict: Verdict): Refusal<'NOT_ALLOWED'> | null =>
  verdict.allowed ? null : notAllowed(verdict.rule);

export const notAllowed = (rule: Rule) => refuse('NOT_ALLOWED', undefined, { rule });

/** Types of the interface that carry more than code, message and field. */
const typenames: { readonly [Code in UserErrorCode]?: string } = {
  NOT_ALLOWED: 'NotAllowed',
  REVISION_CONFLICT: 'RevisionConflict',
  INVALID_TRANSITION: 'InvalidTransition',
  UNKNOWN_METRIC: 'UnknownMetric',
  IDEMPOTENCY_KEY_REUSED: 'IdempotencyKeyReused',
  ALREADY_DECIDED: 'AlreadyDecided',
};

/** Values that are codes of states, acts, outcomes and parts; all others are somebody's own words and stay so. */
const codes: ReadonlySet<string> = new Set(['from', 'to', 'outcome', 'what', 'mooted']);

/** The values of a message in its language: codes become words. */
const inWords = (detail: Refusal['detail'], language: Language): Readonly<Record<string, unknown>> => {
  const words = Object.entries(detail ?? {}).map(([name, value]) => [
    name,
    (codes.has(name) && typeof value === 'string' && wordings[value]?.[language]) || value,
  ]);
  const rule = detail?.rule;
  const reason = typeof rule === 'string' && rule in ruleReasons ? ruleReasons[rule as Rule][language] : undefined;
  return { ...Object.fromEntries(words), ...(reason !== undefined && { reason }) };
};

/** Any rule may be broken by a line of a file; what is at fault there says where. */
const isInFile = (detail: Readonly<Record<string, unknown>> | undefined): boolean => typeof detail?.line === 'number';

const messageOf = (code: UserErrorCode, language: Language, detail: Readonly<Record<string, unknown>>): string => {
  const text = say(messages[code], language, detail);
  // Some messages go on behind a place; a value at the start stays as it was typed.
  const startsWithValue = messages[code][language].startsWith('{');
  if (!isInFile(detail))
    return startsWithValue ? text : `${text.charAt(0).toLocaleUpperCase(language)}${text.slice(1)}`;
  const place = say(typeof detail.column === 'string' ? filePlaces.cell : filePlaces.row, language, detail);
  return `${place}${text}${typeof detail.suggestion === 'string' ? say(filePlaces.suggestion, language, detail) : ''}`;
};

export const userErrorOf = (
  { refused, field, detail }: UserRefusal,
  language: Language,
  more: Readonly<Record<string, unknown>> = {},
): UserErrorValue => ({
  ...detail,
  ...more,
  __typename: typenames[refused] ?? (isInFile(detail) ? 'ImportFault' : 'Refused'),
  code: refused,
  message: messageOf(refused, language, inWords(detail, language)),
  field: field ?? null,
});

/** GraphQL's AllowedAction. */
export interface AllowedActionValue {
  readonly action: Operation;
  readonly allowed: boolean;
  readonly because: string | null;
}

/** Whether a mutation would be done now, and the words of its refusal where it would not. */
export const allowedAction = (
  action: Operation,
  refused: UserRefusal | null,
  language: Language,
): AllowedActionValue => ({
  action,
  allowed: refused === null,
  because: refused && userErrorOf(refused, language).message,
});

const lastChange = (last: Changed | null, view: RegistryView) => ({
  changedBy: last && actorOf(last.actor, null, view),
  changedAt: last?.recordedAt ?? null,
});

/** What every payload says: where the object stands now, and why nothing was done. */
export interface PayloadValue {
  readonly revision: number | null;
  readonly receipt: string | null;
  readonly userErrors: readonly UserErrorValue[];
}

/** The outcome of a command as every payload says it. */
export const payloadOf = (outcome: Outcome<UserRefusal>, language: Language, view: RegistryView): PayloadValue => {
  const failed = (...userErrors: UserErrorValue[]): PayloadValue => ({ revision: null, receipt: null, userErrors });
  switch (outcome.kind) {
    case 'done':
      return {
        revision: outcome.revision,
        receipt: outcome.receipt === null ? null : String(outcome.receipt),
        userErrors: [],
      };
    case 'refused': {
      const { changedBy: by, changedAt: at } = lastChange(outcome.last, view);
      const { refusal } = outcome;
      return failed(...[refusal, ...(refusal.also ?? [])].map((one) => userErrorOf(one, language, { by, at })));
    }
    case 'stale': {
      const { expected, actual, last } = outcome;
      const refusal = refuse('REVISION_CONFLICT', ['expectedRevision'], { expected, actual });
      return failed(userErrorOf(refusal, language, lastChange(last, view)));
    }
    case 'key-reused':
      return failed(userErrorOf(refuse('IDEMPOTENCY_KEY_REUSED', ['idempotencyKey']), language));
    case 'contended':
      return failed(userErrorOf(refuse('CONTENDED'), language));
  }
};

/** A refusal that came before any stream was read. */
export const refusedOutcome = (refusal: UserRefusal): Outcome<UserRefusal> => ({
  kind: 'refused',
  refusal,
  last: null,
});
