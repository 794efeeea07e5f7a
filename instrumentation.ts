/**
 * Next's start-up hook, in every size: checks the configuration, brings the database up to date and, where the process
 * is long-lived, starts the drainer. Inside `server.ts` it meets what is there already: the process has one `deps`.
 * A database that cannot be reached is no reason not to start: requests are answered 503, and each tries again.
 */
export async function register(): Promise<void> {
  // Next compiles this file for its edge runtime too, where nothing of ours runs; the bundler drops the branch there.
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const [{ getDeps }, { isUnreachable }] = await Promise.all([
      import("@/lib/deps"),
      import("@/lib/http/unreachable"),
    ]);
    try {
      await getDeps();
    } catch (error) {
      if (!isUnreachable(error)) throw error;
    }
  }
}
