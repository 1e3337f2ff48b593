import { Inject } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Args, Context, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { UnitAsOf } from '@thidua/hierarchy';
import {
  connectionOf,
  keyOf,
  type PageArgs,
  PORTS,
  pageSizeOf,
  type RequestContext,
  runMutation,
  type ServicePorts,
  standingOf,
} from '@thidua/service';
import { organisationOf } from '../organisation/organisation.resolver.js';
import { type ImportCounts, ImportUnitsOrder, type UnitsImportInput } from './unit.handler.js';

/** A unit with the date whose tree it was asked in. */
interface UnitOn extends UnitAsOf {
  readonly id: string;
  readonly name: string;
  readonly on: string;
}

const unitOn = (unit: UnitAsOf | null, on: string): UnitOn | null =>
  unit && { ...unit, id: unit.unitId, name: unit.nameVi, on };

@Resolver('Unit')
export class UnitResolver {
  constructor(
    @Inject(PORTS) private readonly ports: ServicePorts,
    private readonly commands: CommandBus,
  ) {}

  @Query('unit')
  async unit(
    @Args('by') by: { id?: string; code?: string },
    @Args('on') on: string | undefined,
    @Args('minReceipt') minReceipt: number | undefined,
    @Context() context: RequestContext,
  ): Promise<UnitOn | null> {
    const { registryView } = this.ports;
    await registryView.reach(minReceipt ?? null);
    const { today } = standingOf(context, registryView);
    const date = on ?? today;
    const { units } = registryView;
    const unit = by.id === undefined ? units.unitByCode(by.code ?? '', { on: date }) : units.unit(by.id, { on: date });
    return unitOn(unit, date);
  }

  @ResolveField('parent')
  parent(@Parent() { parentUnitId, on }: UnitOn): UnitOn | null {
    return parentUnitId === null ? null : this.find(parentUnitId, on);
  }

  @ResolveField('ancestors')
  ancestors(@Parent() { id, on }: UnitOn): readonly UnitOn[] {
    return this.ports.registryView.units
      .tree(on)
      .ancestorsOf(id)
      .flatMap((unitId) => this.find(unitId, on) ?? []);
  }

  @ResolveField('children')
  children(@Parent() { id, on }: UnitOn, @Args() page: PageArgs) {
    const size = pageSizeOf(page, 50);
    const all = this.ports.registryView.units.tree(on).childrenOf(id);
    const key = keyOf(page.after, 1);
    const start = key === null ? 0 : all.indexOf(String(key[0])) + 1;
    const rows = all.slice(start, start + size + 1);
    const connection = connectionOf(
      rows,
      size,
      (unitId) => [unitId],
      (unitId) => this.find(unitId, on),
    );
    return { ...connection, totalCount: all.length };
  }

  @ResolveField('organisations')
  organisations(@Parent() { id }: UnitOn, @Context() context: RequestContext) {
    const { registryView } = this.ports;
    const standing = standingOf(context, registryView);
    return registryView.organisationsOf(id).map((org) => organisationOf(org, standing, registryView));
  }

  @Mutation('unitsImport')
  async unitsImport(@Args('input') input: UnitsImportInput, @Context() context: RequestContext) {
    let counts: ImportCounts | null = null;
    const payload = await runMutation(this.ports, context, 'unitsImport', input, { changes: false }, async (caller) => {
      const answer = await this.commands.execute(new ImportUnitsOrder(input, caller));
      counts = answer.counts;
      return answer.outcome;
    });
    return { ...payload, ...(counts ?? { imported: null, unchanged: null }) };
  }

  private find(unitId: string, on: string): UnitOn | null {
    return unitOn(this.ports.registryView.units.unit(unitId, { on }), on);
  }
}
