import type { Outcome } from '@thidua/event-sourcing';
import { refusedFor } from '@thidua/event-sourcing';
import { inputHashOf, itemCommandIdOf, type Receipt } from '@thidua/events';
import {
  type Caller,
  type Language,
  payloadOf,
  type RegistryView,
  refuse,
  refusedOutcome,
  returnReasonCodes,
  type UserErrorValue,
  type UserRefusal,
} from '@thidua/service';
import { reasonFaults } from './review.decider.js';
import type { ReviewChange, ReviewsDecideInput, ReviewsDecideItem } from './review.inputs.js';

/** Cases that one mutation decides. */
const itemsMax = 500;
/** How many of them are under way at a time. */
const sideBySideMax = 16;

/** GraphQL's BulkResult. */
export interface BulkResultValue {
  readonly id: string;
  readonly revision: number | null;
  readonly receipt: string | null;
  readonly userErrors: readonly UserErrorValue[];
}

/** Decides one case, under its own command. */
export type DecideOne = (
  change: ReviewChange,
  caller: Pick<Caller, 'standing' | 'meta'>,
) => Promise<Outcome<UserRefusal>>;

/** What is at fault with the order as a whole: nothing is done then. */
export const bulkFault = ({ outcome, reasonCode = null, note, items }: ReviewsDecideInput): UserRefusal | null => {
  if (items.length > itemsMax) return refuse('TOO_MANY', ['items'], { max: itemsMax, count: items.length });
  return refusedFor<UserRefusal>(
    reasonFaults({ outcome, reasonCode, note: note?.trim() ?? null, reasons: returnReasonCodes }),
  );
};

/**
 * Decides many cases, each on its own: its own command id, so that a repeat of the whole repeats each
 * item, its own revision, its own answer, in the order they were sent.
 */
export const decideInBulk = async (
  input: ReviewsDecideInput,
  caller: Caller,
  say: { readonly language: Language; readonly view: RegistryView },
  decideOne: DecideOne,
): Promise<readonly BulkResultValue[]> => {
  const { items, outcome, reasonCode = null, note = null } = input;
  const first = new Map<string, number>();
  for (const [index, { review }] of items.entries()) if (!first.has(review)) first.set(review, index);

  const decide = async (item: ReviewsDecideItem, index: number): Promise<Outcome<UserRefusal>> => {
    const { review, submissionNo, expectedRevision = null, force } = item;
    if (first.get(review) !== index) return refusedOutcome(refuse('DUPLICATE', ['review'], { code: review }));
    if (force !== true && expectedRevision === null) {
      return refusedOutcome(refuse('REVISION_REQUIRED', ['expectedRevision']));
    }
    const meta = {
      ...caller.meta,
      commandId: itemCommandIdOf(caller.meta.commandId, review),
      inputHash: inputHashOf(caller.operation, { outcome, reasonCode, note, ...item }),
      expectedRevision: force === true ? null : expectedRevision,
    };
    const decision = { review, submissionNo, outcome, reasonCode, note };
    return decideOne({ operation: 'reviewsDecide', input: decision }, { standing: caller.standing, meta });
  };

  return inTurns(items, sideBySideMax, async (item, index) => {
    const { userErrors, ...done } = payloadOf(await decide(item, index), say.language, say.view);
    return { id: item.review, ...done, userErrors: userErrors.map((error) => inItem(error, index)) };
  });
};

/** The answers with the receipts of the events that took the decisions over, where those are there already. */
export const withSettled = (results: readonly BulkResultValue[], settled: ReadonlyMap<string, Receipt>) => {
  const answered = results.map((one) => ({
    ...one,
    receipt: one.receipt === null ? null : String(settled.get(one.id) ?? one.receipt),
  }));
  const latest = Math.max(...answered.map(({ receipt }) => Number(receipt)), 0);
  return { results: answered, receipt: latest === 0 ? null : String(latest) };
};

/** Fields that each item has for itself; the others stand once in the input. */
const ofItem: ReadonlySet<string> = new Set(['review', 'submissionNo', 'expectedRevision']);

const inItem = (error: UserErrorValue, index: number): UserErrorValue => {
  const [name = ''] = error.field ?? [];
  return ofItem.has(name) ? { ...error, field: ['items', String(index), ...(error.field ?? [])] } : error;
};

/** All of them, at most so many at a time, answered in their order. */
const inTurns = async <Item, Answer>(
  items: readonly Item[],
  atATime: number,
  run: (item: Item, index: number) => Promise<Answer>,
): Promise<readonly Answer[]> => {
  const answers: Answer[] = new Array(items.length);
  const waiting = items.entries();
  const worker = async () => {
    // One iterator for all workers: each item is taken once.
    for (const [index, item] of waiting) answers[index] = await run(item, index);
  };
  await Promise.all(Array.from({ length: Math.min(atATime, items.length) }, worker));
  return answers;
};
