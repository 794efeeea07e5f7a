import { cpus, loadavg, totalmem } from "node:os";

export type Row = readonly string[];

/** Columns as wide as their widest cell; the first is a name, the others are figures. */
export function formatTable(head: Row, rows: readonly Row[]): string {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const line = (row: Row) =>
    head.map((_, column) => pad(row[column] ?? "", widths[column] ?? 0, column === 0)).join("  ");
  return [line(head), widths.map((width) => "─".repeat(width)).join("  "), ...rows.map(line)].join("\n");
}

function pad(cell: string, width: number, left: boolean): string {
  return left ? cell.padEnd(width) : cell.padStart(width);
}

/** What the figures were reached on. */
export function describeMachine(postgresVersion: string): string {
  const processor = cpus()[0]?.model.trim() ?? "unknown processor";
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
  const load = loadavg()[0] ?? 0;
  const busy = load > cpus().length / 2 ? ", which is busy: rates mean little, CPU times more" : "";
  return [
    `${processor}, ${cpus().length} cores, ${memory}, load before ${load.toFixed(1)}${busy}`,
    `Node ${process.versions.node}, Postgres ${postgresVersion} on loopback, waiting for the disk at each commit`,
  ].join("\n");
}

export const whole = (value: number): string => Math.round(value).toLocaleString("en-US");
export const precise = (value: number): string => value.toFixed(value < 10 ? 2 : 1);
export const percent = (value: number): string => `${Math.round(value * 100)} %`;
export const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
