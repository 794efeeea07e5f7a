/** The advisory lock under which a database is brought up to date, whichever driver does it. */
export const MIGRATION_LOCK = 7_462_110_359;
