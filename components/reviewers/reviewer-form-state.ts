/** What came of asking for a reviewer. What was typed comes back with a refusal, so that nothing is lost. */
export type ReviewerFormState =
  | { status: "idle" }
  | { status: "added" }
  | { status: "refused"; message: string; field: "identifier" | null; typed: string };
