import type { ScopeChoices } from "@/components/keys/key-form-state";
import { type Allowed, SCOPE_PRESETS, SCOPES } from "@/lib/keys";

/** What the form of a new key offers: everything first, as most keys of a server are. */
export function scopeChoices(): ScopeChoices {
  const { full, ...others } = SCOPE_PRESETS;
  return {
    scopes: Object.entries(SCOPES).map(([name, what]) => ({ name, what })),
    presets: Object.entries({ full, ...others }).map(([name, { title, scopes }]) => ({ name, title, scopes })),
  };
}

/** What a key may do, in a word. */
export function presetOf(scopes: Allowed): string {
  const same = ({ scopes: other }: { scopes: Allowed }) =>
    scopes === null || other === null
      ? scopes === other
      : other.length === scopes.length && other.every((name) => scopes.includes(name));
  const preset = Object.values(SCOPE_PRESETS).find(same);
  if (preset) return preset.title.toLowerCase();
  return scopes?.length === 1 ? `${scopes[0]}` : `${scopes?.length ?? 0} scopes`;
}
