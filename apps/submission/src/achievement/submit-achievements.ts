import type { Outcome } from '@thidua/event-sourcing';
import { inputHashOf, itemCommandIdOf } from '@thidua/events';
import { type Caller, type PayloadValue, refuse, refusedOutcome, type UserRefusal } from '@thidua/service';
import type { AchievementChange, AchievementsSubmitItem } from './achievement.inputs.js';

/** Submissions of one call. */
export const itemsMax = 500;
/** How many of them are on their way at once. */
const togetherMax = 16;

/** An outcome with the id it is about. */
export interface ItemOutcome {
  readonly id: string;
  readonly outcome: Outcome<UserRefusal>;
}

/**
 * Submits each item on its own, by a command id derived from the whole command's and the achievement: a
 * repeat of the whole repeats each item.
 */
export const submitAchievements = async (
  items: readonly AchievementsSubmitItem[],
  caller: Caller,
  send: (change: AchievementChange, caller: Caller) => Promise<Outcome<UserRefusal>>,
): Promise<readonly ItemOutcome[]> => {
  const firstAt = new Map<string, number>();
  for (const [index, { achievement }] of items.entries()) {
    if (!firstAt.has(achievement)) firstAt.set(achievement, index);
  }
  const submitted = async (item: AchievementsSubmitItem, index: number): Promise<ItemOutcome> => {
    const { achievement: id } = item;
    const outcome = firstAt.get(id) === index ? await submitItem(item, caller, send) : twice(id);
    return { id, outcome };
  };
  const outcomes: ItemOutcome[] = [];
  for (let start = 0; start < items.length; start += togetherMax) {
    const together = items.slice(start, start + togetherMax);
    outcomes.push(...(await Promise.all(together.map((item, n) => submitted(item, start + n)))));
  }
  return outcomes;
};

const twice = (code: string) => refusedOutcome(refuse('DUPLICATE', ['achievement'], { code }));

const submitItem = async (
  item: AchievementsSubmitItem,
  caller: Caller,
  send: (change: AchievementChange, caller: Caller) => Promise<Outcome<UserRefusal>>,
): Promise<Outcome<UserRefusal>> => {
  const expectedRevision = item.force === true ? null : (item.expectedRevision ?? null);
  if (item.force !== true && expectedRevision === null) {
    return refusedOutcome(refuse('REVISION_REQUIRED', ['expectedRevision']));
  }
  const { meta, operation } = caller;
  const commandId = itemCommandIdOf(meta.commandId, item.achievement);
  const ownMeta = { ...meta, commandId, inputHash: inputHashOf(operation, item), expectedRevision };
  const input = { ...item, idempotencyKey: commandId };
  return send({ operation: 'achievementSubmit', input }, { ...caller, meta: ownMeta });
};

/** GraphQL's BulkPayload; a refusal names its field as it stands in the list, the key stands beside it. */
export const bulkPayloadOf = (
  outcomes: readonly ItemOutcome[],
  payloadOfOne: (outcome: Outcome<UserRefusal>) => PayloadValue,
) => {
  const results = outcomes.map(({ id, outcome }, index) => {
    const payload = payloadOfOne(outcome);
    const userErrors = payload.userErrors.map(({ field, ...error }) => ({
      ...error,
      field: error.code === 'IDEMPOTENCY_KEY_REUSED' ? field : ['items', String(index), ...(field ?? [])],
    }));
    return { ...payload, id, userErrors };
  });
  const receipts = results.flatMap(({ receipt }) => (receipt === null ? [] : [Number(receipt)]));
  return { results, receipt: receipts.length === 0 ? null : String(Math.max(...receipts)), userErrors: [] };
};
