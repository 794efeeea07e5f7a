export { addReviewer, type ListedReviewer, listReviewers, removeReviewer } from "./reviewers";
