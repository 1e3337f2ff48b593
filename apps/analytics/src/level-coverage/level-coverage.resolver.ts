import { Inject } from '@nestjs/common';
import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { UnitLevel } from '@thidua/events';
import { ReportBook } from '@thidua/reporting';
import { CoverageHistory, type CoverageRollup, coverageOver, type LevelCoverage } from '@thidua/rollup';
import { PORTS, type ServicePorts } from '@thidua/service';
import type { Answer, RollupValue } from '../figures/answer.js';
import { reportedIn } from '../reporting/counted-duties.js';
import { forestOfInstant } from '../reporting/forest-of-instant.js';

@Resolver('Rollup')
export class CoverageResolver {
  /** One reading of who takes part serves every unit of an answer. */
  private readonly covered = new WeakMap<Answer, CoverageRollup>();

  constructor(
    @Inject(PORTS) private readonly ports: ServicePorts,
    private readonly history: CoverageHistory,
    private readonly book: ReportBook,
  ) {}

  @ResolveField('coverage')
  coverage(@Parent() { answer, node }: RollupValue): readonly LevelCoverage[] {
    return this.coverageOf(answer)(node.unitId);
  }

  private coverageOf(answer: Answer): CoverageRollup {
    const before = this.covered.get(answer);
    if (before) return before;
    const { campaign, asOf } = answer;
    const { campaignId } = campaign;
    const covered = coverageOver(this.history, forestOfInstant(this.ports.registryView.units, asOf), {
      campaignId,
      levelOf: (orgId) => this.levelOf(orgId),
      hasReported: reportedIn(this.book, campaignId, asOf.knownUpToPosition),
    });
    this.covered.set(answer, covered);
    return covered;
  }

  private levelOf(orgId: string): UnitLevel {
    const organisation = this.ports.registryView.organisation(orgId);
    if (!organisation) throw new Error(`organisation ${orgId} was invited and never established`);
    return organisation.level;
  }
}
