import { globSync } from "node:fs";

/** What stands for the parameters of a page's address. */
export type Fillings = Readonly<Record<string, string>>;

const NOBODY = "019a9f3e-7c1a-7cc2-9d8e-0123456789ab";

/** The address of every page in the tree: whatever is added is walked too. What has no filling names nothing that is. */
export function pagePaths(fillings: Fillings): string[] {
  const files = globSync("app/**/page.tsx");
  const paths = files.map((file) =>
    file
      .replaceAll("\\", "/")
      .replace(/^app/, "")
      .replace(/\/page\.tsx$/, "")
      .replace(/\/\([^)]+\)/g, "")
      .replace(/\[(?:\.\.\.)?(\w+)\]/g, (_, name: string) => fillings[name] ?? NOBODY),
  );
  return paths.map((path) => path || "/").toSorted();
}
