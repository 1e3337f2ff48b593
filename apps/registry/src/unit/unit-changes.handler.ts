import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { may } from '@thidua/authority';
import { isRefusal, type Outcome, streamOf } from '@thidua/event-sourcing';
import type { UnitTreeEvent } from '@thidua/events';
import {
  type Caller,
  notFound,
  PORTS,
  refusedBy,
  refusedOutcome,
  type ServicePorts,
  type UserRefusal,
} from '@thidua/service';
import { reorganiseUnits } from './reorganise-units.js';
import { commandOf, inTermsOfInput, reorganisationOf } from './unit-changes.commands.js';
import type { UnitChangeInput, UnitsReorganiseInput } from './unit-changes.inputs.js';
import { type UnitTree, unitTreeDecider, unitTreeStreamId } from './unit-tree.decider.js';

/** What became of a change: the outcome, the unit's own revision, and the events it stored or would store. */
export interface UnitChangeAnswer {
  readonly outcome: Outcome<UserRefusal>;
  readonly unitRevision: number | null;
  readonly events: readonly UnitTreeEvent[];
}

/** A change of one unit. */
export class ChangeUnitOrder extends Command<UnitChangeAnswer> {
  constructor(
    readonly change: UnitChangeInput,
    readonly caller: Caller,
  ) {
    super();
  }
}

/** What one resolution orders; a dry run appends nothing. */
export class ReorganiseUnitsOrder extends Command<UnitChangeAnswer> {
  constructor(
    readonly input: UnitsReorganiseInput,
    readonly dryRun: boolean,
    readonly caller: Caller,
  ) {
    super();
  }
}

const pageSize = 1000;
const stream = streamOf(unitTreeDecider, unitTreeStreamId);

/** Unit.revision is each unit's own, so the revision of the whole tree is never asked for. */
const metaOf = ({ meta }: Caller) => ({ ...meta, expectedRevision: null });

const refusedAnswer = (refusal: UserRefusal): UnitChangeAnswer => ({
  outcome: refusedOutcome(refusal),
  unitRevision: null,
  events: [],
});

/** Every unit that is named must lie in the administrator's territory: where it goes, and where it comes from. */
const refusedByTerritory = (
  named: readonly { readonly unitId: string | null; readonly field: readonly string[] }[],
  tree: UnitTree,
  { operation, standing: { acting, world } }: Caller,
): UserRefusal | null => {
  for (const { unitId, field } of named) {
    // Who may do nothing here learns the rule, and not which ids exist.
    const refused = refusedBy(may(operation, acting, { unitId }, world));
    if (!refused) continue;
    const isUnknown = unitId !== null && !tree.units.has(unitId);
    return isUnknown && refused.detail?.rule === 'territory' ? notFound(...field) : refused;
  }
  return null;
};

@CommandHandler(ChangeUnitOrder)
export class ChangeUnitHandler implements ICommandHandler<ChangeUnitOrder> {
  constructor(@Inject(PORTS) private readonly ports: ServicePorts) {}

  async execute({ change, caller }: ChangeUnitOrder): Promise<UnitChangeAnswer> {
    const { executor } = this.ports;
    const { state: tree } = await executor.load(unitTreeDecider, unitTreeStreamId);
    const refused = refusedByTerritory(unitsNamedBy(change), tree, caller);
    if (refused) return refusedAnswer(refused);
    const command = commandOf(change, caller.meta.commandId);
    const outcome = await executor.execute(unitTreeDecider, unitTreeStreamId, command, metaOf(caller));
    if (outcome.kind === 'refused') return refusedAnswer(inTermsOfInput(outcome.refusal, 'unit'));
    const unitRevision = outcome.kind === 'done' ? await this.revisionAt(command.unitId, outcome) : null;
    return { outcome, unitRevision, events: [] };
  }

  /** The unit's own revision as the command left it: sent again, it answers the same. */
  private async revisionAt(unitId: string, outcome: Extract<Outcome<never>, { kind: 'done' }>): Promise<number | null> {
    const { executor, store } = this.ports;
    if (outcome.appended) {
      const { state } = await executor.load(unitTreeDecider, unitTreeStreamId);
      return state.units.get(unitId)?.revision ?? null;
    }
    let revision = 0;
    for (let from = 0; from <= outcome.revision; from += pageSize) {
      const page = await store.readStream(stream, from, pageSize);
      const upTo = page.filter((event) => event.revision <= outcome.revision);
      revision += upTo.filter(({ data }) => (data as { unitId?: string }).unitId === unitId).length;
    }
    return revision;
  }
}

const unitsNamedBy = (change: UnitChangeInput) => {
  if (change.operation === 'unitRegister') return [{ unitId: change.input.parent ?? null, field: ['parent'] }];
  const unit = { unitId: change.input.unit, field: ['unit'] };
  return change.operation === 'unitMove' ? [unit, { unitId: change.input.toParent, field: ['toParent'] }] : [unit];
};

@CommandHandler(ReorganiseUnitsOrder)
export class ReorganiseUnitsHandler implements ICommandHandler<ReorganiseUnitsOrder> {
  constructor(@Inject(PORTS) private readonly ports: ServicePorts) {}

  async execute({ input, dryRun, caller }: ReorganiseUnitsOrder): Promise<UnitChangeAnswer> {
    const { executor } = this.ports;
    const { state: tree, revision } = await executor.load(unitTreeDecider, unitTreeStreamId);
    // One that names no unit is still for those alone who may order one.
    const { acting } = caller.standing;
    const own = { unitId: typeof acting === 'string' ? null : acting.organisation.unitId, field: [] };
    const refused = refusedByTerritory([own, ...unitsOf(input)], tree, caller);
    if (refused) return refusedAnswer(refused);
    const command = reorganisationOf(input, caller.meta.commandId);
    if (dryRun) {
      const decision = reorganiseUnits(command, tree);
      if (isRefusal<UserRefusal>(decision)) return refusedAnswer(inTermsOfInput(decision, 'key'));
      const outcome = { kind: 'done', revision, receipt: null, appended: false } as const;
      return { outcome, unitRevision: null, events: decision as readonly UnitTreeEvent[] };
    }
    const outcome = await executor.execute(unitTreeDecider, unitTreeStreamId, command, metaOf(caller));
    if (outcome.kind === 'refused') return refusedAnswer(inTermsOfInput(outcome.refusal, 'key'));
    return { outcome, unitRevision: null, events: await this.storedBy(caller.meta.commandId, outcome) };
  }

  /** The events of this very command: the same for whoever sends it again. */
  private async storedBy(commandId: string, outcome: Outcome<never>): Promise<readonly UnitTreeEvent[]> {
    if (outcome.kind !== 'done') return [];
    const events: UnitTreeEvent[] = [];
    for (let to = outcome.revision; to >= 0; to -= pageSize) {
      const from = Math.max(0, to - pageSize + 1);
      const page = await this.ports.store.readStream(stream, from, to - from + 1);
      const own = page.filter((event) => event.commandId === commandId);
      events.unshift(...(own as readonly UnitTreeEvent[]));
      if (own.length < page.length) break;
    }
    return events;
  }
}

/** The units that stand already and are named, each with its place in the input. */
const unitsOf = ({ newUnits, mappings, moves, dissolve }: UnitsReorganiseInput) => {
  const keys = new Set(newUnits.map(({ key }) => key));
  const at = (list: string, index: number, name: string) => [list, String(index), name];
  // Only a parent may be named by a key: what is mapped, moved or dissolved stands already, whatever the keys are.
  const parents = [
    ...newUnits.map(({ parent }, index) => ({ unitId: parent ?? null, field: at('newUnits', index, 'parent') })),
    ...moves.map(({ toParent }, index) => ({ unitId: toParent, field: at('moves', index, 'toParent') })),
  ].filter(({ unitId }) => unitId === null || !keys.has(unitId));
  return [
    ...parents,
    ...mappings.map(({ from }, index) => ({ unitId: from, field: at('mappings', index, 'from') })),
    ...moves.map(({ unit }, index) => ({ unitId: unit, field: at('moves', index, 'unit') })),
    ...dissolve.map((unitId, index) => ({ unitId, field: ['dissolve', String(index)] })),
  ];
};
