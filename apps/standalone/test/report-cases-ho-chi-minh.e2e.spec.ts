/**
 * @jest-environment ./apps/standalone/test/zone-environment.mjs
 * @jest-environment-options {"zone": "Asia/Ho_Chi_Minh"}
 */
import { describeReportCases } from './report-cases.js';

describeReportCases();
