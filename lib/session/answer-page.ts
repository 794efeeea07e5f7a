import { emailAnswer, fileAnswer, pageAnswer, signedOutAnswer, tooManyFilesAnswer } from "@/lib/http/page-answer";

/** Answers a look for new mail: a route handler and not an action, which would wait in line with the page's navigations. */
export function answerNewest(newest: string | null): Response {
  return pageAnswer({ newest });
}

/** Answers what waits for a new key's first use: when it was, from where, and by what. Nulls until then. */
export function answerKeyUse(use: { at: Date | null; ip: string | null; agent: string | null }): Response {
  return pageAnswer({ at: use.at?.toISOString() ?? null, ip: use.ip, agent: use.agent });
}

/** Answers an email's HTML for a frame on one of our pages, under a policy of its own. */
export function answerEmail(html: string): Response {
  return emailAnswer(html);
}

/** Answers whoever has signed out: the browser forgets what it kept, and goes to sign in. */
export function answerSignedOut(): Response {
  return signedOutAnswer();
}

/** Answers whoever asks for too many files: when to try again, in seconds. */
export function answerTooManyFiles(retryAfterSeconds: number): Response {
  return tooManyFilesAnswer(retryAfterSeconds);
}

/** Answers a file to keep, a piece at a time. */
export function answerFile(file: Parameters<typeof fileAnswer>[0]): Response {
  return fileAnswer(file);
}
