import Bowser from "bowser";

const BROWSERS = new Set<string>(Object.values(Bowser.BROWSER_MAP));
const SYSTEMS = new Set<string>(Object.values(Bowser.OS_MAP));
const MAX_LENGTH = 512;

/**
 * `Chrome on macOS` in the words of a language (`browserOnSystem`), or null. Only names from the library's own tables
 * are shown: for a browser it does not know it repeats what the user agent says, which is whatever the requester wrote,
 * and somebody else reads the message.
 */
export function describeDevice(userAgent: string, browserOnSystem: string): string | null {
  if (userAgent.trim() === "") return null;
  const parser = Bowser.getParser(userAgent.slice(0, MAX_LENGTH), true);
  const browser = parser.getBrowserName();
  const system = parser.getOSName();
  if (!BROWSERS.has(browser)) return SYSTEMS.has(system) ? system : null;
  if (!SYSTEMS.has(system)) return browser;
  return browserOnSystem.replace("{{browser}}", browser).replace("{{system}}", system);
}
