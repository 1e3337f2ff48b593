import { Inject } from '@nestjs/common';
import { Args, Context, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { UnitLevel } from '@thidua/events';
import type { Credit } from '@thidua/rollup';
import { PORTS, type RequestContext, type ServicePorts, type UnitAsOfValue, unitAsOf } from '@thidua/service';
import type { AsOfInput } from '../moments/as-of.js';
import { FigureAnswers, type FiguresArgs, type RollupValue } from './answer.js';
import { type MeasureArgs, type MeasureValue, measuresOf } from './measure.values.js';

interface RollupArgs extends FiguresArgs {
  readonly asOf?: AsOfInput | null;
  readonly credit?: Credit | null;
}

@Resolver('Rollup')
export class RollupResolver {
  constructor(
    @Inject(PORTS) private readonly ports: ServicePorts,
    private readonly answers: FigureAnswers,
  ) {}

  @Query('rollup')
  rollup(@Args() args: RollupArgs, @Context() context: RequestContext): Promise<RollupValue | null> {
    return this.answers.rollup(args, context);
  }

  @ResolveField('unit')
  unit(@Parent() { answer, node }: RollupValue): UnitAsOfValue | null {
    const on = answer.rollup.forest.calledOn(node);
    return unitAsOf(this.ports.registryView, node.unitId, on, answer.asOf.knownUpToPosition);
  }

  @ResolveField('measures')
  measures(
    @Parent() value: RollupValue,
    @Args() args: MeasureArgs,
    @Context() { language }: RequestContext,
  ): readonly MeasureValue[] {
    return measuresOf({ ...value, part: 'total' }, args, language);
  }

  @ResolveField('own')
  own(
    @Parent() value: RollupValue,
    @Args() args: MeasureArgs,
    @Context() { language }: RequestContext,
  ): readonly MeasureValue[] {
    return measuresOf({ ...value, part: 'own' }, args, language);
  }

  @ResolveField('unallocated')
  unallocated(
    @Parent() value: RollupValue,
    @Args() args: MeasureArgs,
    @Context() { language }: RequestContext,
  ): readonly MeasureValue[] {
    return measuresOf({ ...value, part: 'unallocated' }, args, language);
  }

  /** Whoever reads a unit that has nothing above it sees what stands beside all units; nobody else does. */
  @ResolveField('unplaced')
  unplaced(
    @Parent() { answer, node }: RollupValue,
    @Args() args: MeasureArgs,
    @Context() { language }: RequestContext,
  ): readonly MeasureValue[] | null {
    if (!answer.rollup.forest.isRoot(node)) return null;
    return measuresOf({ answer, node: null, part: 'total' }, args, language);
  }

  /** Who may read a unit's figures may read the rows they are made of, also of a unit that has left it since. */
  @ResolveField('children')
  children(
    @Parent() { answer, node }: RollupValue,
    @Args('level') level: UnitLevel | null | undefined,
  ): readonly RollupValue[] {
    const { forest } = answer.rollup;
    const nodes = level ? forest.descendants(node, level) : forest.children(node);
    return nodes.map((child) => ({ answer, node: child }));
  }

  @ResolveField('asOf')
  asOf(@Parent() { answer }: RollupValue) {
    return answer.asOf;
  }

  @ResolveField('freshness')
  freshness(@Parent() { answer }: RollupValue) {
    return answer.freshness;
  }
}
