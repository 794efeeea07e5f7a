const OLDEST = 24;

/** Throws, and says what to do, where a version of Node (`24.1.0`) is older than what the server is written for. */
export function refuseOldNode(version: string): void {
  if (Number.parseInt(version, 10) >= OLDEST) return;
  throw new Error(
    `Ninepin's server needs Node ${OLDEST} or newer, and this is ${version}. Start it with npm start, which picks the right one.`,
  );
}
