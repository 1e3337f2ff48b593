import { Inject } from '@nestjs/common';
import { Args, Context, Query, Resolver } from '@nestjs/graphql';
import { type Difference, differenceOf, emptyQuantity } from '@thidua/rollup';
import { PORTS, type RequestContext, type ServicePorts, type StoredCampaign } from '@thidua/service';
import type { Kysely } from 'kysely';
import type { AsOfInput } from '../moments/as-of.js';
import { FigureAnswers, questionOf } from './answer.js';
import { codesOf, type FigureArgs, figureAsked } from './contributions.resolver.js';
import { dated, figureSource } from './figure-source.values.js';
import type { FigureTables } from './figures.projection.js';
import { exactly, refuseUnknown, shown } from './measure.values.js';

/** Facts listed of each part; `contributions` on either side has all of them. */
const factsMax = 100;

@Resolver('Difference')
export class DifferenceResolver {
  constructor(
    @Inject(PORTS) private readonly ports: ServicePorts,
    private readonly answers: FigureAnswers,
  ) {}

  @Query('difference')
  async difference(
    @Args() args: FigureArgs & { readonly from: AsOfInput; readonly to: AsOfInput },
    @Context() context: RequestContext,
  ) {
    const readable = await this.answers.readable(args, context);
    if (!readable) return null;
    const { campaign, facts, freshness } = readable;
    refuseUnknown(campaign, codesOf(args));
    const fromAsOf = await this.answers.settle(readable, args.from);
    const toAsOf = await this.answers.settle(readable, args.to);
    const { units } = this.ports.registryView;
    const sides = { from: questionOf(fromAsOf), to: questionOf(toAsOf) };
    const found = exactly(() => differenceOf(facts, units, { ...figureAsked(args), factsMax }, sides));
    if (!found) return null;
    const difference = facts.combineOf(args.metric) ? found : noDifference(campaign, args.metric);
    const quantity = (of: Difference['from']) => shown(of, args.metric);
    return {
      from: quantity(difference.from),
      to: quantity(difference.to),
      change: quantity(difference.change),
      parts: await Promise.all(
        difference.parts.map(async (part) => ({
          reason: part.reason,
          quantity: quantity(part.quantity),
          count: part.count,
          facts: (await dated(this.ports.readModels as Kysely<FigureTables>, part.facts)).map((fact) =>
            figureSource(this.ports, fact, toAsOf.today),
          ),
        })),
      ),
      ...{ fromAsOf, toAsOf, freshness },
    };
  }
}

/** The engine learns from facts how a metric combines; before the first one the plan says it. */
const noDifference = (campaign: StoredCampaign, metric: string): Difference => {
  const { combine } = campaign.metrics.find((one) => one.metric === metric) ?? { combine: 'SUM' };
  const nothing = emptyQuantity(combine);
  return { from: nothing, to: nothing, change: nothing, parts: [] };
};
