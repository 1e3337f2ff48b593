export { startSubmission, SubmissionModule } from './submission.module.js';
