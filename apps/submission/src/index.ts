export { SubmissionModule, startSubmission } from './submission.module.js';
