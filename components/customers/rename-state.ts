/** What came of renaming. `saved` counts, so that the same answer twice is seen twice. */
export type RenameState = {
  saved: number;
  message: string | null;
  fields: Readonly<Record<string, string | undefined>>;
};
