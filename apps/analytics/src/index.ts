export { AnalyticsModule, startAnalytics } from './analytics.module.js';
