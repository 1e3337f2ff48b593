export { ReviewModule, reviewReadModels, startReview } from './review.module.js';
