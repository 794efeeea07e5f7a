/**
 * Next's start-up hook, in every size: checks the configuration, brings the database up to date and, where the process
 * is long-lived, starts the drainer. In `server.ts` the same has happened already: the process has one `deps`.
 */
export async function register(): Promise<void> {
  const { getDeps } = await import("@/lib/deps");
  await getDeps();
}
