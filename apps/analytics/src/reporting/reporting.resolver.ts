import { Inject } from '@nestjs/common';
import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { ReportBook } from '@thidua/reporting';
import { type ReportingCounts, type ReportingRollup, reportingOver } from '@thidua/rollup';
import { type OrganisationNameValue, organisationName, PORTS, type ServicePorts } from '@thidua/service';
import type { Answer, RollupValue } from '../figures/answer.js';
import { dutiesInRound, type OwedDuty } from './counted-duties.js';
import { forestOfInstant } from './forest-of-instant.js';

/** GraphQL's Reporting: a unit in a round, of one answer. */
interface ReportingValue extends ReportingCounts {
  readonly of: { readonly answer: Answer; readonly rollup: ReportingRollup<OwedDuty>; readonly unitId: string };
}

const missingShownMax = 1000;

@Resolver('Rollup')
export class ReportingResolver {
  /** One reading of a round serves every unit of an answer. */
  private readonly counted = new WeakMap<Answer, Map<string, ReportingRollup<OwedDuty> | null>>();

  constructor(
    @Inject(PORTS) private readonly ports: ServicePorts,
    private readonly book: ReportBook,
  ) {}

  @ResolveField('reporting')
  reporting(@Parent() { answer, node }: RollupValue, @Args('round') roundCode: string): ReportingValue | null {
    const rollup = this.rollupOf(answer, roundCode);
    return rollup && { ...rollup.of(node.unitId), of: { answer, rollup, unitId: node.unitId } };
  }

  private rollupOf(answer: Answer, roundCode: string): ReportingRollup<OwedDuty> | null {
    const ofAnswer = this.counted.get(answer) ?? new Map<string, ReportingRollup<OwedDuty> | null>();
    this.counted.set(answer, ofAnswer);
    const before = ofAnswer.get(roundCode);
    if (before !== undefined) return before;
    const rollup = this.count(answer, roundCode);
    ofAnswer.set(roundCode, rollup);
    return rollup;
  }

  private count({ campaign, asOf }: Answer, roundCode: string): ReportingRollup<OwedDuty> | null {
    const { registryView } = this.ports;
    const duties = dutiesInRound(this.book, campaign.campaignId, roundCode, {
      knownUpTo: asOf.knownUpToPosition,
      instantMs: Date.parse(asOf.knownUpTo),
      nameOf: (orgId) => organisationName(registryView, orgId, asOf.today)?.name ?? '',
    });
    return duties && reportingOver(duties, forestOfInstant(registryView.units, asOf));
  }
}

@Resolver('Reporting')
export class MissingOrganisationsResolver {
  constructor(@Inject(PORTS) private readonly ports: ServicePorts) {}

  @ResolveField('missingOrganisations')
  missing(@Parent() { of: { answer, rollup, unitId } }: ReportingValue): readonly OrganisationNameValue[] {
    const { registryView } = this.ports;
    return rollup
      .missing(unitId, missingShownMax)
      .flatMap(({ orgId }) => organisationName(registryView, orgId, answer.asOf.today) ?? []);
  }
}
