import { Inject } from '@nestjs/common';
import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { UnitLevel } from '@thidua/events';
import { CoverageHistory, type CoverageRollup, coverageOver, Forest, type LevelCoverage } from '@thidua/rollup';
import { PORTS, type ServicePorts } from '@thidua/service';
import type { Answer, RollupValue } from '../figures/answer.js';

@Resolver('Rollup')
export class CoverageResolver {
  /** One reading of who takes part serves every unit of an answer. */
  private readonly covered = new WeakMap<Answer, CoverageRollup>();

  constructor(
    @Inject(PORTS) private readonly ports: ServicePorts,
    private readonly history: CoverageHistory,
  ) {}

  @ResolveField('coverage')
  coverage(@Parent() { answer, node }: RollupValue): readonly LevelCoverage[] {
    return this.coverageOf(answer)(node.unitId);
  }

  private coverageOf(answer: Answer): CoverageRollup {
    const before = this.covered.get(answer);
    if (before) return before;
    const { today, knownUpToPosition: knownUpTo, treeOn } = answer.asOf;
    const forest = new Forest(this.ports.registryView.units, { from: today, to: today, knownUpTo, treeOn });
    const { campaignId } = answer.campaign;
    const covered = coverageOver(this.history, forest, { campaignId, levelOf: (orgId) => this.levelOf(orgId) });
    this.covered.set(answer, covered);
    return covered;
  }

  private levelOf(orgId: string): UnitLevel {
    const organisation = this.ports.registryView.organisation(orgId);
    if (!organisation) throw new Error(`organisation ${orgId} was invited and never established`);
    return organisation.level;
  }
}
