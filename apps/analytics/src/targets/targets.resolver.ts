import { Inject } from '@nestjs/common';
import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { organisationTypes } from '@thidua/authority';
import { completionOf } from '@thidua/rollup';
import { PORTS, type ServicePorts } from '@thidua/service';
import type { Answer } from '../figures/answer.js';
import type { MeasureValue } from '../figures/measure.values.js';
import type { TableColumn, TableRow } from '../figures/rollup-table.values.js';
import { combineOf, TargetAnswers } from './target-answers.js';

/** Committees and work boards: the ones that a unit as a whole is the territory of. */
const territorial: ReadonlySet<string> = new Set(
  organisationTypes.filter(({ group }) => group === 'front').map(({ code }) => code),
);

@Resolver('Measure')
export class TargetsResolver {
  constructor(
    @Inject(PORTS) private readonly ports: ServicePorts,
    private readonly targets: TargetAnswers,
  ) {}

  @ResolveField('target')
  target(@Parent() { of: { answer, node, part }, areaCode, metricCode }: MeasureValue): bigint | null {
    return this.targets.own(answer, node, part, { metric: metricCode, areaCode });
  }

  /** Beside a total alone: it is neither of the unit's own work nor of what is unallocated. */
  @ResolveField('assignedTarget')
  assignedTarget(@Parent() { of: { answer, node, part }, areaCode, metricCode }: MeasureValue): number | null {
    if (node === null || part !== 'total') return null;
    const assigned = this.targets.assigned(answer, node.unitId, { metric: metricCode, areaCode });
    // An association may set one for its own branches; the territory's is the one of its committee or board.
    const ofTerritory = assigned.find(({ orgId }) => {
      const organisation = this.ports.registryView.organisation(orgId);
      return organisation !== undefined && territorial.has(organisation.orgType);
    });
    return (ofTerritory ?? assigned[0])?.value ?? null;
  }

  @ResolveField('completion')
  completion(@Parent() measure: MeasureValue): number | null {
    const combine = combineOf(measure.of.answer, measure.metricCode);
    return completionOf(measure.approved.value, this.target(measure), combine);
  }
}

/** What the column of targets needs of a table. */
interface TableOf {
  readonly of: {
    readonly answer: Answer;
    readonly rows: readonly TableRow[];
    readonly columns: readonly TableColumn[];
  };
}

@Resolver('RollupTable')
export class TargetColumnResolver {
  constructor(private readonly targets: TargetAnswers) {}

  @ResolveField('targets')
  column(@Parent() { of: { answer, rows, columns } }: TableOf): readonly (bigint | null)[] {
    return rows.flatMap(({ node }) => columns.map((column) => this.targets.own(answer, node, 'total', column)));
  }
}
