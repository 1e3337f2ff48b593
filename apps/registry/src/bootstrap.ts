import type { CommandExecutor, CommandMeta, Outcome, Refusal } from '@thidua/event-sourcing';
import { commandIdOf, inputHashOf, objectIdOf, organisationIdOf, systemActor } from '@thidua/events';
import { installationDecider, installationStreamId } from './installation/installation.decider.js';
import { organisationDecider } from './organisation/organisation.decider.js';
import { unitTreeDecider, unitTreeStreamId } from './unit/unit-tree.decider.js';

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

/**
 * Writes the first events of a log, as the actor `system`: nobody is appointed yet who could. Run again
 * it changes nothing.
 */
export const bootstrap = async (executor: CommandExecutor, root: Root): Promise<void> => {
  const meta = systemMeta(root.key, root.kind === 'DEMO');
  const { unitId } = root.unit;
  const orgId = organisationIdOf(unitId, 'FRONT_COMMITTEE');
  const { validFrom } = root;

  const installation = {
    type: 'CreateInstallation',
    installationId: objectIdOf('installation', meta('installation').commandId),
    kind: root.kind,
    ...(root.seed !== undefined && { seed: root.seed }),
  } as const;
  written(await executor.execute(installationDecider, installationStreamId, installation, meta('installation')));

  const row = { ...root.unit, line: 1, parentCode: null, generated: false };
  const units = { type: 'ImportUnits', rows: [row], validFrom } as const;
  written(await executor.execute(unitTreeDecider, unitTreeStreamId, units, meta('root')));

  const committee = {
    type: 'EstablishOrganisation',
    orgId,
    orgType: 'FRONT_COMMITTEE',
    nameVi: root.committeeName,
    validFrom,
    unit: { unitId, level: root.unit.level, validFrom },
  } as const;
  written(await executor.execute(organisationDecider, orgId, committee, meta('committee')));

  const administrator = {
    type: 'AppointOfficer',
    orgId,
    ...root.administrator,
    role: 'ADMIN',
    validFrom,
    validTo: null,
    rolesHeld: [],
  } as const;
  written(await executor.execute(organisationDecider, orgId, administrator, meta('administrator')));
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

const written = (outcome: Outcome<Refusal>): void => {
  if (outcome.kind !== 'done') throw new Error(`the installation could not be set up: ${JSON.stringify(outcome)}`);
};
