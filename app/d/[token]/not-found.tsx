import { Rack } from "@/components/ui/rack";

/** An address that is over, was taken back, or never was. */
export default function SharedNotFound() {
  return (
    <div className="flex flex-col items-center gap-4 px-4 py-16 text-center">
      <Rack size={40} filled={0} className="text-subtle" />
      <h1 className="text-28">This page is over</h1>
      <p className="max-w-[44ch] text-15 text-muted">Ask the person who sent it for a new one.</p>
    </div>
  );
}
