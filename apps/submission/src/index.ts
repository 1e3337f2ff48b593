export { SubmissionModule, startSubmission, submissionReadModels } from './submission.module.js';
