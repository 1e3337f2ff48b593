import { type Outcome, refusedFor } from '@thidua/event-sourcing';
import type { Receipt } from '@thidua/events';
import {
  type BulkResultValue,
  bulkAnswerOf,
  bulkResultsOf,
  type Caller,
  type Language,
  payloadOf,
  type RegistryView,
  returnReasonCodes,
  sendEach,
  tooManyItems,
  type UserErrorValue,
  type UserRefusal,
} from '@thidua/service';
import { reasonFaults } from './review.decider.js';
import type { ReviewChange, ReviewsDecideInput } from './review.inputs.js';

/** Decides one case, under its own command. */
export type DecideOne = (change: ReviewChange, caller: Caller) => Promise<Outcome<UserRefusal>>;

/** What is at fault with the order as a whole: nothing is done then. */
export const bulkFault = ({ outcome, reasonCode = null, note, items }: ReviewsDecideInput): UserRefusal | null =>
  tooManyItems(items) ??
  refusedFor<UserRefusal>(
    reasonFaults({ outcome, reasonCode, note: note?.trim() ?? null, reasons: returnReasonCodes }),
  );

/** Decides many cases with one outcome and reason, each on its own. */
export const decideInBulk = async (
  { items, outcome, reasonCode = null, note = null }: ReviewsDecideInput,
  caller: Caller,
  say: { readonly language: Language; readonly view: RegistryView },
  decideOne: DecideOne,
): Promise<readonly BulkResultValue[]> => {
  const shared = { outcome, reasonCode, note };
  const outcomes = await sendEach(items, 'review', shared, caller, ({ review, submissionNo }, one) =>
    decideOne({ operation: 'reviewsDecide', input: { review, submissionNo, ...shared } }, one),
  );
  return bulkResultsOf(outcomes, (one) => payloadOf(one, say.language, say.view), isOfItem);
};

/** The answers with the receipts of the events that took the decisions over, where those are there already. */
export const withSettled = (results: readonly BulkResultValue[], settled: ReadonlyMap<string, Receipt>) =>
  bulkAnswerOf(
    results.map((one) => ({
      ...one,
      receipt: one.receipt === null ? null : String(settled.get(one.id) ?? one.receipt),
    })),
  );

/** Fields that each item has for itself; the others stand once in the input. */
const fieldsOfItem: ReadonlySet<string> = new Set(['review', 'submissionNo', 'expectedRevision']);

const isOfItem = ({ field }: UserErrorValue): boolean => fieldsOfItem.has(field?.[0] ?? '');
