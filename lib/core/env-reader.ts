import type { z } from "zod";

/** Variables by name, as a process is given them. */
export type Source = Readonly<Record<string, string | undefined>>;

/** Collects what is wrong instead of stopping at the first, so that one start names every variable to mend. */
export class EnvReader {
  readonly problems: string[] = [];

  constructor(private readonly source: Source) {}

  has(name: string): boolean {
    return (this.source[name] ?? "").trim() !== "";
  }

  read<T>(name: string, schema: z.ZodType<T, string>, fallback: T, expected: string): T;
  read<T>(name: string, schema: z.ZodType<T>, fallback: T, expected: string): T;
  read<T>(name: string, schema: z.ZodType<T>, fallback: T, expected: string): T {
    if (!this.has(name)) return fallback;
    const parsed = schema.safeParse((this.source[name] ?? "").trim());
    if (parsed.success) return parsed.data;
    this.problem(name, expected);
    return fallback;
  }

  problem(name: string, expected: string): void {
    this.problems.push(`${name}: ${expected}`);
  }
}
