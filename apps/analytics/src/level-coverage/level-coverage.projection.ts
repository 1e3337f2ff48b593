import { type CoverageHistory, type CoverageStep, coverageEventTypes, coverageStepOf } from '@thidua/rollup';
import { stepsProjection } from '../steps/steps.projection.js';

export const coverageProjection = (history: CoverageHistory) =>
  stepsProjection({
    name: 'analytics-coverage',
    version: 1,
    table: 'coverage_step',
    types: coverageEventTypes,
    stepOf: coverageStepOf,
    take: (step: CoverageStep) => history.append(step),
  });
