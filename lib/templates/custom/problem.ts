/** The parts that a customer's template can have. */
export const TEMPLATE_PARTS = ["subject", "preheader", "html", "text"] as const;

export type TemplatePart = (typeof TEMPLATE_PARTS)[number];

/** Something about a template: an error keeps it from being published, a warning does not. Lines count from 1. */
export type TemplateProblem = {
  part: TemplatePart;
  line: number;
  severity: "error" | "warning";
  message: string;
};

/** Something about one part, at a place in its text. */
export type Finding = { at: number; severity: "error" | "warning"; message: string };

/** An error at that place. */
export function errorAt(at: number, message: string): Finding {
  return { at, severity: "error", message };
}

/** A warning at that place. */
export function warningAt(at: number, message: string): Finding {
  return { at, severity: "warning", message };
}

/** Findings as problems of a part, by line. */
export function problemsOf(part: TemplatePart, source: string, findings: readonly Finding[]): TemplateProblem[] {
  const sorted = [...findings].sort((one, other) => one.at - other.at);
  let line = 1;
  let from = 0;
  return sorted.map(({ at, severity, message }) => {
    for (; from < at; from += 1) if (source[from] === "\n") line += 1;
    return { part, line, severity, message };
  });
}
