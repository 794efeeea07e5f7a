import { CopyButton } from "@/components/ui/copy-button";
import { Status } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import type { KeyRow } from "./key-row";

/** How a key begins and ends; the whole of it can be copied where we have it. */
export function KeyHint({ row }: { row: KeyRow }) {
  return (
    <span className="inline-flex items-center gap-1">
      <code className="text-12">{row.hint}</code>
      {row.key && row.status === "active" ? <CopyButton value={row.key} label={`key ${row.name}`} /> : null}
    </span>
  );
}

/** The type in words. */
export function typeOf(row: KeyRow): string {
  if (row.type === "secret") return `Secret, ${row.may}`;
  return row.kind === "app" ? "Publishable, app" : "Publishable, web";
}

export function KeyStatus({ row }: { row: KeyRow }) {
  if (row.status === "revoked") return <Status kind="blocked">Revoked</Status>;
  if (row.status === "expired") return <Status kind="expired">Expired</Status>;
  return <Status kind="verified">Active</Status>;
}

/** When a key was made, and by whom. */
export function CreatedBy({ row: { createdAt, createdBy } }: { row: KeyRow }) {
  return (
    <>
      Created <Time value={createdAt} />
      {createdBy ? ` by ${createdBy}` : null}
    </>
  );
}

/** When a key stops by itself. One that has stopped says so by its status. */
export function Expiry({ row: { expiresAt, status } }: { row: KeyRow }) {
  if (status !== "active") return null;
  if (expiresAt === null) return "Does not expire";
  return (
    <>
      Expires <Time value={expiresAt} />
    </>
  );
}

/** When a key was used last, from where and by what, and how much on the day. */
export function LastUse({ row }: { row: KeyRow }) {
  const details = [row.lastUsedIp && `from ${row.lastUsedIp}`, row.lastUsedAgent].filter(Boolean).join(", ");
  const { requestsInDay } = row;
  return (
    <>
      {row.lastUsedAt ? <Time value={row.lastUsedAt} /> : <span className="text-subtle">Never used</span>}
      {details === "" ? null : <span className="block max-w-52 truncate text-12">{details}</span>}
      {requestsInDay !== null && row.lastUsedAt !== null ? (
        <span className="num block text-12">{requestsInDay.toLocaleString("en")} in 24 h</span>
      ) : null}
    </>
  );
}

/** The other half of a rotation. */
export function Rotation({ row }: { row: KeyRow }) {
  if (row.status !== "active") return null;
  if (row.replacedBy !== null)
    return <span className="block whitespace-normal text-12 text-warn-text">Replaced by {row.replacedBy}</span>;
  if (row.replaces !== null)
    return <span className="block whitespace-normal text-12 text-muted">In place of {row.replaces}</span>;
  return null;
}

/** From where a key may be used. */
export function Places({ row }: { row: KeyRow }) {
  const places = [...row.allowedOrigins, ...row.allowedIps];
  if (places.length === 0) return null;
  const label = row.allowedIps.length > 0 ? `Addresses of ${row.name}` : `Origins of ${row.name}`;
  return (
    <ul aria-label={label} className="text-12 text-muted">
      {places.map((place) => (
        <li key={place} className="max-w-56 truncate" title={place}>
          {place}
        </li>
      ))}
    </ul>
  );
}
