import { Rack } from "./rack";

/** The rack and the name, as one mark. */
export function Wordmark({ size = 22 }: { size?: number }) {
  return (
    <span className="inline-flex items-center gap-[0.55em] font-semibold text-16 tracking-[-0.02em]">
      <Rack size={size} className="text-brand" />
      Ninepin
    </span>
  );
}
