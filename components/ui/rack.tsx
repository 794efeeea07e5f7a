import { classNames } from "./class-names";

/** Reading order, left to right and top to bottom: the order in which pins light. */
const PINS = [
  [16, 4],
  [10, 10],
  [22, 10],
  [4, 16],
  [16, 16],
  [28, 16],
  [10, 22],
  [22, 22],
  [16, 28],
] as const;

export type RackProps = {
  /** Pixels; at least 14, below which the pins run together. */
  size?: number;
  /** How many pins stand; the others are outlines. */
  filled?: number;
  /** `spinning` while something is under way, `settled` for the one moment of success. */
  motion?: "spinning" | "settled";
  /** Read aloud. Without it the rack is decoration beside a word. */
  label?: string;
  className?: string;
};

/** Nine pins in a diamond: logo, spinner, progress and the mark for "verified". */
export function Rack({ size = 22, filled = PINS.length, motion, label, className }: RackProps) {
  return (
    <svg
      viewBox="0 0 32 32"
      width={size}
      height={size}
      role={label ? "img" : undefined}
      aria-label={label}
      aria-hidden={label ? undefined : true}
      focusable="false"
      className={classNames(
        "shrink-0",
        motion === "spinning" && "rack-spinning",
        motion === "settled" && "rack-settled",
        className,
      )}
    >
      {PINS.map(([x, y], index) => {
        const stands = index < filled;
        return (
          <circle
            key={`${x}-${y}`}
            className="rack-pin"
            style={{ "--pin": index }}
            cx={x}
            cy={y}
            r={stands ? 3.5 : 2.9}
            fill={stands ? "currentColor" : "transparent"}
            stroke={stands ? "none" : "currentColor"}
            strokeWidth={stands ? undefined : 1.2}
          />
        );
      })}
    </svg>
  );
}
