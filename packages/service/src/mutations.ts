import type { Operation } from '@thidua/authority';
import type { CommandMeta, Outcome } from '@thidua/event-sourcing';
import { commandIdOf, inputHashOf } from '@thidua/events';
import { GraphQLError } from 'graphql';
import type { ServicePorts } from './ports.js';
import { projectionLagging, waitMsMax } from './readers.js';
import { refuse, type UserRefusal } from './refusals.js';
import type { RequestContext } from './request-context.js';
import { type Standing, standingOf } from './standing.js';
import { type PayloadValue, payloadOf, refusedOutcome } from './user-errors.js';

/** The fields that every mutation's input has, or may have. */
export interface MutationInput {
  readonly idempotencyKey: string;
  readonly expectedRevision?: number | null;
  readonly force?: boolean | null;
}

/** GraphQL's ReasonInput: a change that needs a reason and nothing else. */
export interface ReasonInput extends MutationInput {
  readonly id: string;
  readonly reason: string;
}

/** A command's frame: who sends it under which rights, and what its events will carry. */
export interface Caller {
  readonly operation: Operation;
  readonly standing: Standing;
  readonly meta: CommandMeta;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

const refusedInput = (input: MutationInput, changes: boolean): UserRefusal | null => {
  if (!uuid.test(input.idempotencyKey)) return refuse('IDEMPOTENCY_KEY_INVALID', ['idempotencyKey']);
  if (changes && input.force !== true && (input.expectedRevision ?? null) === null) {
    return refuse('REVISION_REQUIRED', ['expectedRevision']);
  }
  return null;
};

/**
 * Runs one mutation: checks its frame, finds who asks, hands the command on, says the outcome.
 * `changes` = it changes an existing object, so that a revision or force is required.
 */
export const runMutation = async (
  ports: ServicePorts,
  context: RequestContext,
  operation: Operation,
  input: MutationInput,
  options: { readonly changes: boolean },
  send: (caller: Caller) => Promise<Outcome<UserRefusal>>,
): Promise<PayloadValue> => {
  const { registryView } = ports;
  const say = (outcome: Outcome<UserRefusal>) => payloadOf(outcome, context.language, registryView);
  if ((await registryView.caughtUp(waitMsMax)) === 'lagging') throw projectionLagging(registryView.position);
  const standing = standingOf(context, registryView);
  refuseHalfCharacters(input, 'input');
  const refused = refusedInput(input, options.changes);
  if (refused) return say(refusedOutcome(refused));
  const meta = metaOf(operation, input, standing, registryView.installation?.kind === 'DEMO');
  return say(await send({ operation, standing, meta }));
};

/** Half a character can neither be hashed nor stored; a client that cuts texts by code units makes one. */
const refuseHalfCharacters = (value: unknown, at: string): void => {
  if (typeof value === 'string' && !value.isWellFormed()) {
    const message = `${at}: a text holds half a character (văn bản chứa ký tự bị cắt đôi)`;
    throw new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [name, part] of Object.entries(value)) refuseHalfCharacters(part, `${at}.${name}`);
};

const metaOf = (operation: Operation, input: MutationInput, standing: Standing, synthetic: boolean): CommandMeta => {
  const { idempotencyKey, ...content } = input;
  const commandId = commandIdOf(standing.userId, idempotencyKey);
  const appointment = typeof standing.acting === 'string' ? null : standing.acting.appointment;
  return {
    actor: {
      userId: standing.userId,
      orgId: appointment?.orgId ?? null,
      role: appointment?.role ?? null,
      appointmentId: appointment?.appointmentId ?? null,
    },
    via: null,
    commandId,
    inputHash: inputHashOf(operation, content),
    correlationId: commandId,
    causationId: null,
    synthetic,
    expectedRevision: input.force === true ? null : (input.expectedRevision ?? null),
  };
};

/** Waits for a mutation's own change and reads the object; null where that takes too long. */
export const readBack = async <Value>(
  receipt: string | null,
  reach: (receipt: number) => Promise<void>,
  read: () => Promise<Value | null>,
): Promise<Value | null> => {
  if (receipt === null) return null;
  try {
    await reach(Number(receipt));
  } catch (fault) {
    if ((fault as { extensions?: { code?: unknown } }).extensions?.code === 'PROJECTION_LAGGING') return null;
    throw fault;
  }
  return read();
};
