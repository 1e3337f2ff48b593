import { Inject } from '@nestjs/common';
import { Args, Context, Query, Resolver } from '@nestjs/graphql';
import type { UnitLevel } from '@thidua/events';
import type { Credit } from '@thidua/rollup';
import { areaRef, metricRef, PORTS, type RequestContext, type ServicePorts, unitAsOf } from '@thidua/service';
import type { AsOfInput } from '../moments/as-of.js';
import { FigureAnswers, type FiguresArgs } from './answer.js';
import { type MeasureArgs, refuseUnknown } from './measure.values.js';
import { rowsOf, tableOf } from './rollup-table.values.js';

interface RollupTableArgs extends FiguresArgs, MeasureArgs {
  readonly levels?: readonly UnitLevel[] | null;
  readonly asOf?: AsOfInput | null;
  readonly credit?: Credit | null;
}

@Resolver('RollupTable')
export class RollupTableResolver {
  constructor(
    @Inject(PORTS) private readonly ports: ServicePorts,
    private readonly answers: FigureAnswers,
  ) {}

  @Query('rollupTable')
  async rollupTable(@Args() args: RollupTableArgs, @Context() context: RequestContext) {
    const value = await this.answers.rollup(args, context);
    if (!value) return null;
    const { campaign, rollup, asOf, freshness } = value.answer;
    refuseUnknown(campaign, args);
    const { rows, columns, ...cells } = tableOf(value, rowsOf(value, args.levels ?? null), args);
    const { language } = context;
    return {
      // What further columns are resolved from.
      of: { answer: value.answer, rows, columns },
      units: rows.map(({ node }) => {
        const on = rollup.forest.calledOn(node);
        return unitAsOf(this.ports.registryView, node.unitId, on, asOf.knownUpToPosition);
      }),
      parents: rows.map(({ parent }) => parent),
      columns: columns.map(({ metric, areaCode }) => ({
        metric: metricRef(campaign, metric, language),
        area: areaCode === null ? null : areaRef(campaign, areaCode, language),
      })),
      ...cells,
      asOf,
      freshness,
    };
  }
}
