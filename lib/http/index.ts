export { answer, answerWithQuota, textAnswer } from "./answer";
export { endpoint } from "./endpoint";
export { openApiDocument } from "./openapi";
export { route } from "./route";
