/**
 * @jest-environment ./apps/standalone/test/zone-environment.mjs
 * @jest-environment-options {"zone": "America/Los_Angeles"}
 */
import { describeReportCases } from './report-cases.js';

describeReportCases();
