import { settingLabel } from "./setting-names";
import { valueInWords } from "./setting-text";

export type Change = { path: string; before: unknown; after: unknown };

/** What differs, setting by setting. The marks are words and signs; colour only repeats them. */
export function SettingChanges({ changes, label }: { changes: readonly Change[]; label: string }) {
  if (changes.length === 0) return <p className="text-muted">Nothing differs.</p>;
  return (
    <dl aria-label={label} className="grid grid-cols-1 gap-3">
      {changes.map(({ path, before, after }) => (
        <div key={path} className="min-w-0">
          <dt className="font-medium text-13">
            {settingLabel(path)} <code className="font-normal text-12 text-subtle">{path}</code>
          </dt>
          <dd className="mt-1 break-words rounded-1 bg-danger-soft px-2 py-0.5 text-13">
            <span aria-hidden="true">− </span>
            <span className="sr-only">Removed: </span>
            <del className="no-underline">{valueInWords(path, before)}</del>
          </dd>
          <dd className="mt-0.5 break-words rounded-1 bg-brand-soft px-2 py-0.5 text-13">
            <span aria-hidden="true">+ </span>
            <span className="sr-only">Added: </span>
            <ins className="no-underline">{valueInWords(path, after)}</ins>
          </dd>
        </div>
      ))}
    </dl>
  );
}
