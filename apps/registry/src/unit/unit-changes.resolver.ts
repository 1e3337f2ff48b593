import { Inject } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Args, Context, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { UnitTreeEvent } from '@thidua/events';
import {
  type PayloadValue,
  PORTS,
  type RequestContext,
  readBack,
  runMutation,
  type ServicePorts,
} from '@thidua/service';
import { changesInWords } from './changes-in-words.js';
import { unitOn } from './unit.values.js';
import { reorganisationIdOf, unitIdOf } from './unit-changes.commands.js';
import { ChangeUnitOrder, ReorganiseUnitsOrder, type UnitChangeAnswer } from './unit-changes.handler.js';
import type {
  UnitChangeInput,
  UnitMoveInput,
  UnitReclassifyInput,
  UnitRecodeInput,
  UnitRegisterInput,
  UnitRenameInput,
  UnitsReorganiseInput,
} from './unit-changes.inputs.js';

@Resolver('UnitPayload')
export class UnitChangesResolver {
  constructor(
    @Inject(PORTS) private readonly ports: ServicePorts,
    private readonly commands: CommandBus,
  ) {}

  @Mutation('unitRegister')
  register(@Args('input') input: UnitRegisterInput, @Context() context: RequestContext) {
    return this.change({ operation: 'unitRegister', input }, context);
  }

  @Mutation('unitRename')
  rename(@Args('input') input: UnitRenameInput, @Context() context: RequestContext) {
    return this.change({ operation: 'unitRename', input }, context);
  }

  @Mutation('unitReclassify')
  reclassify(@Args('input') input: UnitReclassifyInput, @Context() context: RequestContext) {
    return this.change({ operation: 'unitReclassify', input }, context);
  }

  @Mutation('unitRecode')
  recode(@Args('input') input: UnitRecodeInput, @Context() context: RequestContext) {
    return this.change({ operation: 'unitRecode', input }, context);
  }

  @Mutation('unitMove')
  move(@Args('input') input: UnitMoveInput, @Context() context: RequestContext) {
    return this.change({ operation: 'unitMove', input }, context);
  }

  @Mutation('unitDissolve')
  dissolve(
    @Args('input') input: Extract<UnitChangeInput, { operation: 'unitDissolve' }>['input'],
    @Context() context: RequestContext,
  ) {
    return this.change({ operation: 'unitDissolve', input }, context);
  }

  @ResolveField('unit')
  changed(@Parent() payload: PayloadValue & { unitId: string; on: string }) {
    const { registryView } = this.ports;
    return readBack(
      payload.receipt,
      (receipt) => registryView.reach(receipt),
      async () => unitOn(registryView.units.unit(payload.unitId, { on: payload.on }), payload.on),
    );
  }

  @Mutation('unitsReorganise')
  async reorganise(
    @Args('input') input: UnitsReorganiseInput,
    @Args('dryRun') dryRun: boolean,
    @Context() context: RequestContext,
  ) {
    let events: readonly UnitTreeEvent[] = [];
    let commandId = '';
    const options = { changes: false };
    const payload = await runMutation(this.ports, context, 'unitsReorganise', input, options, async (caller) => {
      ({ commandId } = caller.meta);
      const answer = await this.commands.execute(new ReorganiseUnitsOrder(input, dryRun, caller));
      ({ events } = answer);
      return answer.outcome;
    });
    const done = payload.userErrors.length === 0;
    return {
      ...payload,
      reorganisationId: done && !dryRun ? reorganisationIdOf(commandId) : null,
      newUnits: done ? input.newUnits.map(({ key }) => ({ key, unitId: unitIdOf(commandId, key) })) : [],
      changes: changesInWords(events, context.language, this.namesWith(events)),
    };
  }

  private async change(change: UnitChangeInput, context: RequestContext) {
    const { operation, input } = change;
    let answer: UnitChangeAnswer | null = null;
    let unitId = operation === 'unitRegister' ? null : change.input.unit;
    const options = { changes: operation !== 'unitRegister' };
    const payload = await runMutation(this.ports, context, operation, input, options, async (caller) => {
      unitId ??= unitIdOf(caller.meta.commandId);
      answer = await this.commands.execute(new ChangeUnitOrder(change, caller));
      return answer.outcome;
    });
    const { unitRevision = null } = (answer as UnitChangeAnswer | null) ?? {};
    return { ...payload, revision: unitRevision, unitId: unitRevision === null ? null : unitId, on: input.validFrom };
  }

  /** Names units as they are called now; those that the events themselves found have the name they are given. */
  private namesWith(events: readonly UnitTreeEvent[]): (unitId: string) => string {
    const founded = new Map(
      events.flatMap((event) => (event.type === 'UnitRegistered.v1' ? [[event.data.unitId, event.data.nameVi]] : [])),
    );
    const { units } = this.ports.registryView;
    const today = this.ports.registryView.today();
    return (unitId) => founded.get(unitId) ?? units.unit(unitId, { on: today })?.nameVi ?? unitId;
  }
}
