import { and, eq, ne } from "drizzle-orm";
import type { Orm } from "../client";
import { environments, projects } from "../schema";

/** A project's name and brand, locked until the transaction ends. */
export async function lockProject(tx: Orm, projectId: string): Promise<{ name: string; brand: unknown } | null> {
  const [row] = await tx
    .select({ name: projects.name, brand: projects.brand })
    .from(projects)
    .where(eq(projects.id, projectId))
    .for("update");
  return row ?? null;
}

/** Writes a project's name and brand. */
export async function updateProject(
  tx: Orm,
  projectId: string,
  change: { name: string; brand: object },
): Promise<void> {
  await tx.update(projects).set(change).where(eq(projects.id, projectId));
}

/** The project's environments but for one. */
export async function siblingEnvironments(orm: Orm, projectId: string, environmentId: string): Promise<string[]> {
  const rows = await orm
    .select({ id: environments.id })
    .from(environments)
    .where(and(eq(environments.projectId, projectId), ne(environments.id, environmentId)));
  return rows.map(({ id }) => id);
}
