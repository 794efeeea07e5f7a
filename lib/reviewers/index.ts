export { addReviewer, type ListedReviewer, listReviewers, REVIEWER_DAYS_MAX, removeReviewer } from "./reviewers";
