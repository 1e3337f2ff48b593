import { committeeNameOf, organisationType, workBoardNameOf } from '@thidua/authority';
import type { CommandExecutor, CommandMeta, FollowUp, Outcome, Refusal } from '@thidua/event-sourcing';
import { objectIdOf, organisationIdOf } from '@thidua/events';
import { dayBefore } from '@thidua/hierarchy';
import { unitTreeDecider, unitTreeStreamId } from '../unit/unit-tree.decider.js';
import { attributesOn } from '../unit/unit-tree.state.js';
import type { SuccessionCommand } from './establish-successors-when-units-reorganised.process.js';
import { organisationDecider } from './organisation.decider.js';
import { existedUntil, holdersOf, type Organisation, type Successor, takesOver } from './organisation.state.js';

type CommandOf<Type extends SuccessionCommand['type']> = Extract<SuccessionCommand, { type: Type }>;
type Sent = Promise<Outcome<Refusal>>;

const nothing: Outcome<never> = { kind: 'done', revision: -1, receipt: null, appended: false };

/** A body that existed until the day another one takes over. */
interface Predecessor {
  readonly orgId: string;
  readonly administrators: readonly string[];
}

/**
 * Carries out what follows from a reorganisation. What it needs to know of units and organisations it
 * reads from their streams, as of the day of the reorganisation: sent again, it finds the same.
 */
export const successionOver =
  (executor: CommandExecutor) =>
  ({ id, command }: FollowUp<SuccessionCommand>, meta: CommandMeta): Sent =>
    command.type === 'EstablishSuccessor' ? establish(executor, id, command, meta) : end(executor, id, command, meta);

const organisation = async (executor: CommandExecutor, orgId: string): Promise<Organisation> =>
  (await executor.load(organisationDecider, orgId)).state;

const establish = async (
  executor: CommandExecutor,
  orgId: string,
  { orgType, unitId, predecessorUnitIds, validFrom }: CommandOf<'EstablishSuccessor'>,
  meta: CommandMeta,
): Sent => {
  const { state: tree } = await executor.load(unitTreeDecider, unitTreeStreamId);
  const unit = tree.units.get(unitId);
  const attributes = unit && attributesOn(unit, validFrom);
  if (!unit || !attributes || !organisationType(orgType)?.levels.includes(unit.level)) return nothing;
  const nameOf = orgType === 'FRONT_WORK_BOARD' ? workBoardNameOf : committeeNameOf;
  const about = { nameVi: nameOf(attributes.nameVi), unit: { unitId, level: unit.level, validFrom: unit.validFrom } };
  const onTop = attributes.parentUnitId === null;

  const predecessors = await predecessorsOf(executor, predecessorUnitIds, orgType, validFrom);
  if (predecessors.length === 0) return nothing;
  // Everybody else is appointed from above; above the unit on top there is nobody.
  const administrators = onTop ? new Set(predecessors.flatMap((predecessor) => predecessor.administrators)) : [];
  const establishing = {
    type: 'EstablishOrganisation',
    orgId,
    orgType,
    ...about,
    validFrom,
    predecessorOrgIds: predecessors.map((predecessor) => predecessor.orgId),
    administrators: [...administrators].map((userId) => ({
      appointmentId: objectIdOf('appointment', meta.commandId, userId),
      userId,
    })),
  } as const;
  return executor.execute(organisationDecider, orgId, establishing, meta);
};

const predecessorsOf = async (
  executor: CommandExecutor,
  unitIds: readonly string[],
  orgType: string,
  day: string,
): Promise<readonly Predecessor[]> => {
  const predecessors: Predecessor[] = [];
  for (const orgId of unitIds.map((unitId) => organisationIdOf(unitId, orgType))) {
    const org = await organisation(executor, orgId);
    if (!existedUntil(org, day)) continue;
    predecessors.push({ orgId, administrators: holdersOf(org, 'ADMIN', dayBefore(day)) });
  }
  return predecessors;
};

const end = async (
  executor: CommandExecutor,
  orgId: string,
  { orgType, successorUnitId, validFrom }: CommandOf<'EndWithUnit'>,
  meta: CommandMeta,
): Sent => {
  if ((await organisation(executor, orgId)).status === 'none') return nothing;
  const successor = successorUnitId === null ? null : await successorAt(executor, successorUnitId, orgType, validFrom);
  const dissolving = { type: 'DissolveOrganisation', orgId, validFrom, successor } as const;
  return executor.execute(organisationDecider, orgId, dissolving, meta);
};

/** The body of the same kind at the unit that takes over, else its committee or board. */
const successorAt = async (
  executor: CommandExecutor,
  unitId: string,
  orgType: string,
  day: string,
): Promise<Successor | null> => {
  for (const type of new Set([orgType, 'FRONT_COMMITTEE', 'FRONT_WORK_BOARD'])) {
    const orgId = organisationIdOf(unitId, type);
    const org = await organisation(executor, orgId);
    if (org.status === 'none') continue;
    const successor = { orgId, validFrom: org.validFrom, dissolvedFrom: org.dissolution?.validFrom ?? null };
    if (takesOver(successor, day)) return successor;
  }
  return null;
};
