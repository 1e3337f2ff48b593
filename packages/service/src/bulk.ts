import type { Outcome } from '@thidua/event-sourcing';
import { inputHashOf, itemCommandIdOf } from '@thidua/events';
import { inTurns } from './in-turns.js';
import type { Caller } from './mutations.js';
import { refuse, type UserRefusal } from './refusals.js';
import { type PayloadValue, refusedOutcome, type UserErrorValue } from './user-errors.js';

/** Items of one call. */
const itemsMax = 500;
/** How many of them are under way at a time. */
const sideBySideMax = 16;

/** What every item of a call on many says beside the id it is about. */
export interface BulkItem {
  readonly expectedRevision?: number | null;
  readonly force?: boolean | null;
}

/** An outcome with the id it is about. */
export interface ItemOutcome {
  readonly id: string;
  readonly outcome: Outcome<UserRefusal>;
}

/** GraphQL's BulkResult. */
export interface BulkResultValue extends PayloadValue {
  readonly id: string;
}

/** More items than one call takes: nothing is done then. */
export const tooManyItems = ({ length: count }: readonly unknown[]): UserRefusal | null =>
  count > itemsMax ? refuse('TOO_MANY', ['items'], { max: itemsMax, count }) : null;

/**
 * Sends each item on its own, answered in the order they came: its own command id, so that a repeat of the
 * whole repeats each item, its own revision, its own outcome. `idField` names the field that says what an
 * item is about; `shared` is what stands once for all of them, and belongs to what a repeat must repeat.
 */
export const sendEach = <Field extends string, Item extends BulkItem & Readonly<Record<Field, string>>>(
  items: readonly Item[],
  idField: Field,
  shared: object,
  caller: Caller,
  send: (item: Item, caller: Caller) => Promise<Outcome<UserRefusal>>,
): Promise<readonly ItemOutcome[]> => {
  const firstAt = new Map<string, number>();
  for (const [index, item] of items.entries()) if (!firstAt.has(item[idField])) firstAt.set(item[idField], index);

  const outcomeOf = async (item: Item, index: number): Promise<Outcome<UserRefusal>> => {
    const id = item[idField];
    if (firstAt.get(id) !== index) return refusedOutcome(refuse('DUPLICATE', [idField], { code: id }));
    const { force, expectedRevision = null } = item;
    if (force !== true && expectedRevision === null) {
      return refusedOutcome(refuse('REVISION_REQUIRED', ['expectedRevision']));
    }
    const meta = {
      ...caller.meta,
      commandId: itemCommandIdOf(caller.meta.commandId, id),
      inputHash: inputHashOf(caller.operation, { ...shared, ...item }),
      expectedRevision: force === true ? null : expectedRevision,
    };
    return send(item, { ...caller, meta });
  };
  return inTurns(items, sideBySideMax, async (item, index) => ({
    id: item[idField],
    outcome: await outcomeOf(item, index),
  }));
};

/** The answers to all items; an error that is about its item names its field as it stands in the list. */
export const bulkResultsOf = (
  outcomes: readonly ItemOutcome[],
  payloadOfOne: (outcome: Outcome<UserRefusal>) => PayloadValue,
  isAboutItem: (error: UserErrorValue) => boolean,
): readonly BulkResultValue[] =>
  outcomes.map(({ id, outcome }, index) => {
    const { userErrors, ...done } = payloadOfOne(outcome);
    const placed = (error: UserErrorValue): UserErrorValue =>
      isAboutItem(error) ? { ...error, field: ['items', String(index), ...(error.field ?? [])] } : error;
    return { id, ...done, userErrors: userErrors.map(placed) };
  });

/** What a BulkPayload says of the items, with the latest receipt of all. */
export const bulkAnswerOf = (results: readonly BulkResultValue[]) => {
  const receipts = results.flatMap(({ receipt }) => (receipt === null ? [] : [Number(receipt)]));
  return { results, receipt: receipts.length === 0 ? null : String(Math.max(...receipts)) };
};
