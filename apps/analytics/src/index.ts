export {
  AnalyticsMemory,
  AnalyticsModule,
  analyticsReadModels,
  figureReadModels,
  startAnalytics,
} from './analytics.module.js';
export { NotInLog, type ReplayedFigures, replayedFigures, type UnitRow } from './figures/replayed-figures.js';
