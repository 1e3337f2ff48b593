import { localDateOf } from '@thidua/event-sourcing';
import type { Position } from '@thidua/events';
import { GraphQLError } from 'graphql';
import type { Kysely } from 'kysely';
import type { MomentTables } from './moments.projection.js';

/** GraphQL's AsOf: which days count, what was known, and under which tree. */
export interface AsOfInput {
  readonly effectiveFrom?: string | null;
  readonly effectiveUpTo?: string | null;
  readonly knownUpTo?: string | null;
  readonly knownUpToPosition?: Position | null;
  readonly treeOn?: string | null;
}

/** The two dates of a question, all of them settled. */
export interface AsOf {
  readonly effectiveFrom: string;
  readonly effectiveUpTo: string;
  /** The instant the answer stands for. */
  readonly knownUpTo: string;
  readonly knownUpToPosition: Position;
  /** The date whose tree all facts stand under; null: as it was, each under the tree of its own day. */
  readonly treeOn: string | null;
  /** Local date of that instant: every "today" of the answer. */
  readonly today: string;
}

interface Known {
  readonly position: Position;
  readonly instant: string;
}

const badInput = (message: string) => new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });

/**
 * Settles an as-of. Known at an instant = the longest prefix of the log whose latest recordedAt is not
 * after it; a position inside an append means the last whole append before it; the default is the head.
 */
export const settleAsOf = async (
  database: Kysely<MomentTables>,
  input: AsOfInput,
  { periodStart, head, nowMs }: { periodStart: string; head: Position; nowMs: number },
): Promise<AsOf> => {
  const { position, instant } = await knownBy(database, input, head, new Date(nowMs).toISOString());
  const today = localDateOf(Date.parse(instant));
  const effectiveFrom = input.effectiveFrom ?? periodStart;
  const effectiveUpTo = input.effectiveUpTo ?? today;
  const treeOn = input.treeOn ?? null;
  return { effectiveFrom, effectiveUpTo, knownUpTo: instant, knownUpToPosition: position, treeOn, today };
};

const knownBy = async (
  database: Kysely<MomentTables>,
  { knownUpTo, knownUpToPosition }: AsOfInput,
  head: Position,
  now: string,
): Promise<Known> => {
  const asksInstant = knownUpTo !== null && knownUpTo !== undefined;
  const asksPosition = knownUpToPosition !== null && knownUpToPosition !== undefined;
  if (asksInstant && asksPosition) {
    throw badInput('asOf: knownUpTo or knownUpToPosition, not both (chỉ chọn một trong hai)');
  }
  if (asksInstant) return { position: Math.min(head, await positionAt(database, knownUpTo)), instant: knownUpTo };
  if (!asksPosition) return { position: head, instant: now };
  const moment = await database
    .selectFrom('moment')
    .selectAll()
    .where('position', '<=', Math.min(knownUpToPosition, head))
    .orderBy('position', 'desc')
    .limit(1)
    .executeTakeFirst();
  return { position: moment?.position ?? 0, instant: moment?.recorded_at ?? now };
};

const positionAt = async (database: Kysely<MomentTables>, instant: string): Promise<Position> => {
  const moment = await database
    .selectFrom('moment')
    .select('position')
    .where('latest', '<=', instant)
    .orderBy('latest', 'desc')
    .orderBy('position', 'desc')
    .limit(1)
    .executeTakeFirst();
  return moment?.position ?? 0;
};
