"use client";

import { IconDeviceDesktop, IconMoon, IconSun } from "@tabler/icons-react";
import { useTheme } from "next-themes";
import { useId } from "react";
import { useAlive } from "./use-alive";

const THEMES = [
  { value: "system", label: "System", Icon: IconDeviceDesktop },
  { value: "light", label: "Light", Icon: IconSun },
  { value: "dark", label: "Dark", Icon: IconMoon },
] as const;

/**
 * System, light or dark. The server cannot know which is chosen, so none is marked until the page is alive. Without scripts
 * there is none: the system decides.
 */
export function ThemeToggle() {
  const { theme, setTheme } = useTheme();
  const alive = useAlive();
  const group = useId();

  return (
    <fieldset className="inline-flex rounded-2 border border-line bg-surface p-0.5 noscript:hidden">
      <legend className="sr-only">Theme</legend>
      {THEMES.map(({ value, label, Icon }) => (
        <label
          key={value}
          title={label}
          className={
            "grid size-6.5 place-items-center rounded-1 text-subtle hover:text-ink has-checked:bg-sunken has-checked:text-ink " +
            "has-focus-visible:outline-2 has-focus-visible:outline-focus pointer-coarse:size-10"
          }
        >
          <input
            type="radio"
            name={group}
            value={value}
            checked={alive && theme === value}
            onChange={() => setTheme(value)}
            className="sr-only"
          />
          <Icon size={16} stroke={1.75} aria-hidden="true" />
          <span className="sr-only">{label}</span>
        </label>
      ))}
    </fieldset>
  );
}
