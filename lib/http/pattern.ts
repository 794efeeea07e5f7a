/** What a path matched: Next gives a promise, our own server the values. */
export type RouteContext = { params?: Params | Promise<Params>; pattern?: string };
export type Params = Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * The route of a request for the log: its path with the parameters put back as names, so that ids and whatever else a
 * client writes into an address stay out of the log.
 */
export function patternOf(url: string, params: Params): string {
  const segments = pathOf(url).split("/");
  for (const [name, value] of Object.entries(params)) {
    if (Array.isArray(value)) segments.splice(-value.length, value.length, `{${name}}`);
    else {
      const at = segments.findLastIndex((segment) => segment === value || decoded(segment) === value);
      if (at !== -1) segments[at] = `{${name}}`;
    }
  }
  return segments.join("/");
}

/** The path of a request's URL as it was sent, without its query. */
export function pathOf(url: string): string {
  const start = url.indexOf("/", url.indexOf("://") + 3);
  const end = url.indexOf("?");
  return url.slice(start, end === -1 ? undefined : end);
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
