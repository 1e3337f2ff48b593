/**
 * @jest-environment ./apps/standalone/test/zone-environment.mjs
 * @jest-environment-options {"zone": "UTC"}
 */
import { describeReportCases } from './report-cases.js';

describeReportCases();
