import { CodeSlots } from "@/components/code-field/code-slots";
import { Rack } from "@/components/ui/rack";
import { Panel } from "./panel";

const EMPTY = Array.from({ length: 9 }, () => ({
  char: null,
  placeholderChar: null,
  isActive: false,
  hasFakeCaret: false,
}));

/** The screen for the code, while the code is still being sent. */
export function SendingCode({ email }: { email: string }) {
  return (
    <Panel title="Enter your code" lead={<span className="break-words">{`Sending your code to ${email}`}</span>}>
      <div className="flex items-center gap-4" role="status">
        <div className="w-full max-w-[410px] opacity-60">
          <CodeSlots slots={EMPTY} invalid={false} />
        </div>
        <Rack size={28} motion="spinning" label="Sending" className="text-brand max-sm:hidden" />
      </div>
    </Panel>
  );
}
