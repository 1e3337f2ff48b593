export { ReviewModule, startReview } from './review.module.js';
