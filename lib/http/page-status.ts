import { ERRORS } from "@/lib/core/errors";

const ERROR_PAGE = /^\/docs\/errors\/([^/]+)\/?$/;

/**
 * The status of a page that cannot set its own. Next answers `notFound()` in a page with an empty document that only
 * scripts fill; what is to be read without them is an ordinary page, whose status comes from here.
 */
export function pageStatus(path: string): 200 | 404 {
  const code = ERROR_PAGE.exec(path)?.[1];
  return code !== undefined && !Object.hasOwn(ERRORS, code) ? 404 : 200;
}
