/** A code in threes. The gaps are only drawn: what is selected or read aloud is the bare code. */
export function GroupedCode({ value, size = "small" }: { value: string; size?: "small" | "large" }) {
  return (
    <span className={`font-code font-medium ${size === "large" ? "text-22" : "text-12 font-stretch-semi-condensed"}`}>
      {[...value.matchAll(/.{1,3}/g)].map((group) => (
        <span key={group.index} className={group.index > 0 ? "pl-[0.4em]" : undefined}>
          {group[0]}
        </span>
      ))}
    </span>
  );
}
