import { CoverageHistory, type CoverageStep, coverageEventTypes, coverageStepOf } from '@thidua/rollup';
import { stepsProjection } from '../steps/steps.projection.js';

export const coverageProjection = (history: CoverageHistory) =>
  stepsProjection({
    name: 'analytics-coverage',
    version: 1,
    table: 'coverage_step',
    types: coverageEventTypes,
    stepOf: coverageStepOf,
    history,
    empty: () => new CoverageHistory(),
    take: (one, step: CoverageStep) => one.append(step),
  });
