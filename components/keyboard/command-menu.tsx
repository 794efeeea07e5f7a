"use client";

import { Dialog } from "@base-ui/react/dialog";
import { Command } from "cmdk";
import { useTheme } from "next-themes";
import { type ReactNode, useRef } from "react";
import { pressMainAction } from "./page-keys";
import { ShortcutKeys } from "./shortcut-keys";
import type { Place, PlaceRoute } from "./shortcuts";

export type CommandMenuProps = {
  open: boolean;
  onClose: () => void;
  places: readonly Place[];
  otherEnvironment: "test" | "live";
  onPlace: (href: PlaceRoute) => void;
  onSwitch: () => void;
  onShortcuts: () => void;
};

const ITEM =
  "flex min-h-9 items-center gap-3 rounded-2 px-2.5 select-none data-[selected=true]:bg-sunken pointer-coarse:min-h-11";
const GROUP =
  "[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 " +
  "[&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-12 [&_[cmdk-group-heading]]:text-subtle";

const ERROR_PAGES = "/docs/errors";

/** Every page and action by its name. It opens by keys, so it appears at once. */
export function CommandMenu(props: CommandMenuProps) {
  const { open, onClose, places, otherEnvironment, onPlace, onSwitch, onShortcuts } = props;
  const { resolvedTheme, setTheme } = useTheme();
  const dark = resolvedTheme === "dark";
  const main = open ? document.querySelector<HTMLElement>("button[data-main-action]")?.dataset.mainAction : undefined;
  const next = useRef<(() => void) | null>(null);
  // After the menu is gone, so that the focus which it gives back is not taken from what opens.
  const run = (action: () => void) => () => {
    next.current = action;
    onClose();
  };
  return (
    <Dialog.Root
      open={open}
      onOpenChange={(shown) => (shown ? undefined : onClose())}
      onOpenChangeComplete={(shown) => {
        if (shown) return;
        next.current?.();
        next.current = null;
      }}
    >
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-[oklch(15%_0.01_160/0.4)]" />
        <Dialog.Popup className="fixed top-[12dvh] left-1/2 z-50 flex max-h-[70dvh] w-[min(36rem,calc(100vw-2rem))] -translate-x-1/2 flex-col overflow-hidden rounded-4 bg-raised shadow-dialog outline-none forced-colors:border">
          <Dialog.Title className="sr-only">Command menu</Dialog.Title>
          <Command label="Command menu" loop className="flex min-h-0 flex-col">
            <Command.Input
              placeholder="Go to a page, or do something"
              className="h-12 w-full shrink-0 border-line border-b bg-transparent px-4 text-15 placeholder:text-subtle focus-visible:-outline-offset-2"
            />
            <Command.List className="min-h-0 overflow-y-auto p-1.5">
              <Command.Empty className="px-2.5 py-6 text-center text-muted">Nothing is called that.</Command.Empty>
              <Command.Group heading="Actions" className={GROUP}>
                {main ? (
                  <Item onSelect={run(() => void pressMainAction())} keys={["C"]}>
                    {main}
                  </Item>
                ) : null}
                <Item onSelect={run(onSwitch)} keys={["G", "E"]}>
                  Switch to {otherEnvironment}
                </Item>
                <Item onSelect={run(() => setTheme(dark ? "light" : "dark"))}>
                  Use {dark ? "light" : "dark"} colours
                </Item>
                <Item onSelect={run(onShortcuts)} keys={["?"]}>
                  Keyboard shortcuts
                </Item>
              </Command.Group>
              <Command.Group heading="Pages" className={GROUP}>
                {places.map(({ name, href, letter }) => (
                  <Item
                    key={href}
                    onSelect={() => onPlace(href)}
                    keys={letter === null ? undefined : ["G", letter.toUpperCase()]}
                  >
                    {name}
                  </Item>
                ))}
              </Command.Group>
              <Command.Group heading="Docs" className={GROUP}>
                <Item onSelect={() => window.location.assign(ERROR_PAGES)}>Errors and what to do</Item>
              </Command.Group>
            </Command.List>
          </Command>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Item({
  keys,
  onSelect,
  children,
}: {
  keys?: readonly string[] | undefined;
  onSelect: () => void;
  children: ReactNode;
}) {
  return (
    <Command.Item onSelect={onSelect} className={ITEM}>
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {keys ? (
        <span aria-hidden="true">
          <ShortcutKeys keys={keys} />
        </span>
      ) : null}
    </Command.Item>
  );
}
