import { Inject } from '@nestjs/common';
import { Args, Context, Query, Resolver } from '@nestjs/graphql';
import { type Credit, contributionsOf, type FactKey, type Plane } from '@thidua/rollup';
import {
  connectionOf,
  keyOf,
  type PageArgs,
  PORTS,
  pageSizeOf,
  type RequestContext,
  type ServicePorts,
} from '@thidua/service';
import type { Kysely } from 'kysely';
import type { AsOfInput } from '../moments/as-of.js';
import { FigureAnswers, type FiguresArgs } from './answer.js';
import { type DatedContribution, dated, figureSource } from './figure-source.values.js';
import type { FigureTables } from './figures.projection.js';
import { refuseUnknown } from './measure.values.js';

/** One figure, by what it is of. */
export interface FigureArgs extends FiguresArgs {
  readonly unit: string;
  readonly metric: string;
  readonly area?: string | null;
  readonly plane?: Plane | null;
  readonly credit?: Credit | null;
}

/** The question of the engine for one figure. */
export const figureAsked = ({ unit, metric, area, plane, credit }: FigureArgs) => ({
  ...{ unitId: unit, metric, areaCode: area ?? null },
  ...{ plane: plane ?? 'approved', credit: credit ?? 'LEAD' },
});

/** Codes that the campaign lacks are refused by name. */
export const codesOf = ({ metric, area }: FigureArgs) => ({ metrics: [metric], areas: area ? [area] : null });

const pageSizeDefault = 50;

@Resolver('ContributionConnection')
export class ContributionsResolver {
  constructor(
    @Inject(PORTS) private readonly ports: ServicePorts,
    private readonly answers: FigureAnswers,
  ) {}

  @Query('contributions')
  async contributions(
    @Args() args: FigureArgs & PageArgs & { readonly asOf?: AsOfInput | null },
    @Context() context: RequestContext,
  ) {
    const readable = await this.answers.readable(args, context);
    if (!readable) return null;
    refuseUnknown(readable.campaign, codesOf(args));
    const asOf = await this.answers.settle(readable, args.asOf);
    const size = pageSizeOf(args, pageSizeDefault);
    const page = { after: factKeyOf(args.after), limit: size + 1 };
    const found = contributionsOf(readable.facts, this.answers.forest(asOf), figureAsked(args), page);
    if (!found) return null;
    const rows = await dated(this.ports.readModels as Kysely<FigureTables>, found);
    const nodeOf = (row: DatedContribution) => figureSource(this.ports, row, asOf.today);
    const connection = connectionOf(rows, size, ({ key }) => key, nodeOf);
    return { ...connection, asOf, freshness: readable.freshness };
  }
}

/** The fact that a cursor names; a cursor of another list is refused. */
const factKeyOf = (after: string | null | undefined): FactKey | null => {
  const key = keyOf(after, 2);
  return key === null ? null : [Number(key[0]), Number(key[1])];
};
