import type { SlotProps } from "input-otp";
import { groupsOf } from "./digits";

function slotClasses(slot: SlotProps, invalid: boolean): string {
  const edge = slot.isActive ? "z-10 outline-2 -outline-offset-1 outline-focus" : "";
  return (
    "relative -ml-px grid h-14 w-full max-w-10.5 min-w-0 flex-1 place-items-center border bg-surface font-code font-medium " +
    "text-22 [font-stretch:100%] first:rounded-l-2 last:rounded-r-2 sm:text-[24px] " +
    `${invalid ? "border-danger" : "border-line-strong"} ${edge}`
  );
}

type Placed = { position: number; slot: SlotProps };

function placeInGroups(slots: readonly SlotProps[]): readonly (readonly Placed[])[] {
  const placed = slots.map((slot, position) => ({ position, slot }));
  let next = 0;
  return groupsOf(slots.length).map((size) => {
    next += size;
    return placed.slice(next - size, next);
  });
}

/** What the eye sees of the code field: one box a digit, in groups. Hidden from people who listen; they have the input. */
export function CodeSlots({ slots, invalid }: { slots: readonly SlotProps[]; invalid: boolean }) {
  return (
    <div aria-hidden="true" className="code-slots flex w-full gap-2 sm:gap-2.5">
      {placeInGroups(slots).map((group) => (
        <div
          key={group[0]?.position}
          className="flex min-w-0 pl-px"
          style={{ flex: `${group.length} 1 0`, maxWidth: `${group.length * 42}px` }}
        >
          {group.map(({ position, slot }) => (
            <div key={position} className={slotClasses(slot, invalid)}>
              {slot.char}
              {slot.hasFakeCaret ? <span className="caret absolute h-6.5 w-0.5 bg-ink" /> : null}
            </div>
          ))}
        </div>
      ))}
    </div>
  );
}
