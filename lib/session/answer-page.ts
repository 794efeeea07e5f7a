import { pageAnswer } from "@/lib/http/page-answer";

/** Answers a look for new mail: a route handler and not an action, which would wait in line with the page's navigations. */
export function answerNewest(newest: string | null): Response {
  return pageAnswer({ newest });
}
