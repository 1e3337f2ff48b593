import { Inject } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Args, Context, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { dayBefore, type Succession } from '@thidua/hierarchy';
import {
  existsOn,
  type PageArgs,
  PORTS,
  type RequestContext,
  runMutation,
  type ServicePorts,
  standingOf,
} from '@thidua/service';
import { organisationOf } from '../organisation/organisation.resolver.js';
import { type ImportCounts, ImportUnitsOrder, type UnitsImportInput } from './unit.handler.js';
import { type UnitOn, unitOn } from './unit.values.js';
import { childrenPage, type UnitFilter, unitsPage } from './units.queries.js';

interface UnitsArgs extends PageArgs {
  readonly filter?: UnitFilter | null;
  readonly on?: string | null;
  readonly minReceipt?: number | null;
}

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

  @Query('units')
  async units(@Args() { filter, on, minReceipt, ...page }: UnitsArgs, @Context() context: RequestContext) {
    const { registryView } = this.ports;
    await registryView.reach(minReceipt ?? null);
    // Everyone signed in reads units.
    const { today } = standingOf(context, registryView);
    const date = on ?? today;
    return unitsPage(registryView.units, date, filter ?? {}, page, (unitId) => this.find(unitId, date));
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
    return childrenPage(this.ports.registryView.units, on, id, page, (unitId) => this.find(unitId, on));
  }

  @ResolveField('predecessors')
  predecessors(@Parent() { id }: UnitOn) {
    return this.ports.registryView.units
      .predecessors(id)
      .flatMap((link) => this.linkTo(link, dayBefore(link.validFrom)));
  }

  @ResolveField('successors')
  successors(@Parent() { id }: UnitOn) {
    return this.ports.registryView.units.successors(id).flatMap((link) => this.linkTo(link, link.validFrom));
  }

  @ResolveField('organisations')
  organisations(@Parent() { id, on }: UnitOn, @Context() context: RequestContext) {
    const { registryView } = this.ports;
    const standing = standingOf(context, registryView);
    const existing = registryView.organisationsOf(id).filter((org) => existsOn(org, on));
    return existing.map((org) => organisationOf(org, standing, registryView, on));
  }

  @Mutation('unitsImport')
  async unitsImport(
    @Args('input') input: UnitsImportInput,
    @Args('dryRun') dryRun: boolean,
    @Context() context: RequestContext,
  ) {
    let counts: ImportCounts | null = null;
    let faultCount: number | null = null;
    const payload = await runMutation(this.ports, context, 'unitsImport', input, { changes: false }, async (caller) => {
      const answer = await this.commands.execute(new ImportUnitsOrder(input, dryRun, caller));
      counts = answer.counts;
      faultCount = answer.faultCount;
      return answer.outcome;
    });
    return { ...payload, ...(counts ?? { imported: null, unchanged: null, repeated: null }), faultCount };
  }

  /** The other unit as it was on a day: a predecessor on its last, a successor on its first. */
  private linkTo({ unitId, coverage, reorganisationId, validFrom, legalBasis }: Succession, on: string) {
    const unit = this.find(unitId, on);
    return unit ? [{ unit, coverage, reorganisationId, validFrom, legalBasis }] : [];
  }

  private find(unitId: string, on: string): UnitOn | null {
    return unitOn(this.ports.registryView.units.unit(unitId, { on }), on);
  }
}
