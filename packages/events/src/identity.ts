import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { parse, v5 as uuidv5 } from 'uuid';

/** Namespace of every derived id. Stored ids depend on it: it never changes. */
const namespace = parse('5f0d6d0e-6f0a-5b6e-9a52-7d1c2a4b8e30');

const derived = (kind: string, ...parts: readonly (string | number)[]): string =>
  // As bytes: the library would escape and unescape a text first, and this is asked for several times an event.
  uuidv5(Buffer.from([kind, ...parts].join('\u001f')), namespace);

/** Id of a person's command: the same key of the same person is the same command. */
export const commandIdOf = (userId: string, idempotencyKey: string): string =>
  derived('command', userId, idempotencyKey.toLowerCase());

/** Id of a command that a process sends for an event: the n-th, or the one with this key. */
export const processCommandIdOf = (process: string, eventId: string, n: number | string): string =>
  derived('process-command', process, eventId, n);

/** Id of the index-th event of a command. */
export const eventIdOf = (commandId: string, index: number): string => derived('event', commandId, index);

/** Id of an object that a command makes: a retried creation meets the same stream. */
export const objectIdOf = (kind: string, commandId: string, item: string | number = 0): string =>
  derived(kind, commandId, item);

/** Id of the command for one item of a bulk command, so that a repeat of the whole repeats each item. */
export const itemCommandIdOf = (commandId: string, item: string): string => derived('item-command', commandId, item);

/** Id of an organisation's participation in a campaign. */
export const participationIdOf = (campaignId: string, orgId: string): string => `${campaignId}:${orgId}`;

/** Id of what an organisation owes in a round of a campaign, so that it is owed once. */
export const reportIdOf = (campaignId: string, orgId: string, roundCode: string): string =>
  `${campaignId}:${orgId}:${roundCode}`;

/** Id of an organisation whose type a unit has once, so there cannot be two. */
export const organisationIdOf = (unitId: string, orgType: string): string => derived('organisation', unitId, orgType);

/** Id of the case about one submission of a subject, so that opening twice is a repeat. */
export const reviewIdOf = (subjectId: string, submissionNo: number): string =>
  derived('review', subjectId, submissionNo);

/** SHA-256, in hex, over the RFC 8785 form of an operation's name and its coerced input. */
export const inputHashOf = (operation: string, input: unknown): string => {
  const canonical = canonicalize({ operation, input: input ?? null });
  if (canonical === undefined) throw new TypeError(`the input of ${operation} is not JSON`);
  return createHash('sha256').update(canonical).digest('hex');
};
