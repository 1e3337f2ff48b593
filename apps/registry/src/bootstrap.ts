import {
  type CommandExecutor,
  type CommandMeta,
  evolveOne,
  isRefusal,
  type Outcome,
  type Refusal,
} from '@thidua/event-sourcing';
import { commandIdOf, inputHashOf, objectIdOf, organisationIdOf, systemActor } from '@thidua/events';
import { type UserRefusal, userErrorOf } from '@thidua/service';
import { installationDecider, installationStreamId } from './installation/installation.decider.js';
import { type OrganisationCommand, organisationDecider } from './organisation/organisation.decider.js';
import { type UnitCommand, unitTreeDecider, unitTreeStreamId } from './unit/unit-tree.decider.js';

/** What an installation begins with: the unit on top, its committee, one administrator. */
export interface Root {
  readonly kind: 'DEMO' | 'OWN';
  readonly seed?: string;
  /** Tells this installation from others; the ids of its first commands are derived from it. */
  readonly key: string;
  readonly unit: {
    readonly unitId: string;
    readonly code: string;
    readonly level: 'province' | 'district' | 'commune';
    readonly type: string;
    readonly nameVi: string;
    readonly nameEn: string | null;
  };
  readonly committeeName: string;
  readonly administrator: { readonly appointmentId: string; readonly userId: string };
  readonly validFrom: string;
}

/** Why an installation cannot begin like this, in words: whoever sets it up mends it. */
export class RootRefused extends Error {
  override readonly name = 'RootRefused';
}

/**
 * Writes the first events of a log, as the actor `system`: nobody is appointed yet who could. Run again
 * it changes nothing. What would be refused is refused before anything is written.
 *
 * @throws RootRefused
 */
export const bootstrap = async (executor: CommandExecutor, root: Root): Promise<void> => {
  const meta = systemMeta(root.key, root.kind === 'DEMO');
  const { orgId, units, committee, administrator } = firstCommandsOf(root);
  refusedAsAWhole(units, [committee, administrator]);
  const installation = {
    type: 'CreateInstallation',
    installationId: objectIdOf('installation', meta('installation').commandId),
    kind: root.kind,
    ...(root.seed !== undefined && { seed: root.seed }),
  } as const;
  written(await executor.execute(installationDecider, installationStreamId, installation, meta('installation')));
  written(await executor.execute(unitTreeDecider, unitTreeStreamId, units, meta('root')));
  written(await executor.execute(organisationDecider, orgId, committee, meta('committee')));
  written(await executor.execute(organisationDecider, orgId, administrator, meta('administrator')));
};

const firstCommandsOf = ({ unit, committeeName, administrator, validFrom }: Root) => {
  const { unitId, level } = unit;
  const orgId = organisationIdOf(unitId, 'FRONT_COMMITTEE');
  const row = { ...unit, line: 1, parentCode: null, generated: false };
  const units = { type: 'ImportUnits', rows: [row], validFrom } as const;
  const committee = {
    type: 'EstablishOrganisation',
    orgId,
    orgType: 'FRONT_COMMITTEE',
    nameVi: committeeName,
    validFrom,
    unit: { unitId, level, validFrom },
  } as const;
  const appointment = { role: 'ADMIN', validFrom, validTo: null, rolesHeld: [] } as const;
  return {
    orgId,
    units,
    committee,
    administrator: { type: 'AppointOfficer', orgId, ...administrator, ...appointment },
  } as const;
};

/** Decides all first commands over an empty log, so that half an installation is never written. */
const refusedAsAWhole = (units: UnitCommand, ofCommittee: readonly OrganisationCommand[]): void => {
  allowed(unitTreeDecider.decide(units, unitTreeDecider.initial()));
  let state = organisationDecider.initial();
  for (const command of ofCommittee) {
    for (const event of allowed(organisationDecider.decide(command, state))) {
      state = evolveOne(organisationDecider.evolve, state, event, systemActor);
    }
  }
};

/** Marks the demo as loaded: from here on the system's own clock holds. */
export const finishDemoLoad = async (
  executor: CommandExecutor,
  { key, seed }: Pick<Root, 'key' | 'seed'>,
  mutations: number,
): Promise<void> => {
  const command = { type: 'FinishDemoLoad', seed: seed ?? '', mutations } as const;
  written(await executor.execute(installationDecider, installationStreamId, command, systemMeta(key, true)('loaded')));
};

const systemMeta =
  (key: string, synthetic: boolean) =>
  (step: string): CommandMeta => {
    const commandId = commandIdOf(systemActor.userId, `${key}/${step}`);
    return {
      actor: systemActor,
      via: null,
      commandId,
      inputHash: inputHashOf('bootstrap', { step }),
      correlationId: commandId,
      causationId: null,
      synthetic,
      expectedRevision: null,
    };
  };

const allowed = <Event>(decision: readonly Event[] | UserRefusal): readonly Event[] => {
  if (!isRefusal<UserRefusal>(decision)) return decision;
  const said = [decision, ...(decision.also ?? [])].flatMap((refusal) => {
    // Nobody sent a file: a line of it would say nothing.
    const { line: _, ...detail } = refusal.detail ?? {};
    return (['en', 'vi'] as const).map(
      (language) => userErrorOf({ ...(refusal as UserRefusal), detail }, language).message,
    );
  });
  throw new RootRefused(said.join('\n'));
};

const written = (outcome: Outcome<Refusal>): void => {
  if (outcome.kind !== 'done') throw new Error(`the installation could not be set up: ${JSON.stringify(outcome)}`);
};
