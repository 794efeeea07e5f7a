"use client";

import { Menu } from "@base-ui/react/menu";
import { IconChevronUp } from "@tabler/icons-react";
import { useRef } from "react";
import { useShortcutList } from "@/components/keyboard/keyboard";

const ITEM =
  "flex h-8 w-full items-center rounded-1 px-2 outline-none select-none data-highlighted:bg-sunken pointer-coarse:h-control";

/** Who is signed in, and the way out. */
export function MemberMenu({ email, customer }: { email: string; customer: string }) {
  const openShortcuts = useShortcutList();
  const signOut = useRef<HTMLFormElement>(null);
  return (
    <Menu.Root>
      {/* A form and not an action: the answer tells the browser to forget what it kept, and the page goes with it. */}
      <form ref={signOut} action="/signout/end" method="post" hidden />
      <Menu.Trigger className="flex w-full min-w-0 items-center gap-2 rounded-2 px-2 py-1.5 text-left hover:bg-sunken data-popup-open:bg-sunken">
        <span className="min-w-0 flex-1">
          <span className="block truncate font-medium">{customer}</span>
          <span className="block truncate text-12 text-muted">{email}</span>
        </span>
        <IconChevronUp size={16} stroke={1.75} aria-hidden="true" className="text-subtle" />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner side="top" align="start" sideOffset={6} className="z-50">
          <Menu.Popup className="w-52 rounded-3 border border-line bg-raised p-1 shadow-pop outline-none transition-opacity duration-(--t-pop) data-ending-style:opacity-0 data-starting-style:opacity-0">
            <Menu.Group>
              <Menu.GroupLabel className="truncate px-2 py-1.5 text-12 text-muted">
                Signed in as {email}
              </Menu.GroupLabel>
              <Menu.Item className={ITEM} onClick={openShortcuts}>
                Keyboard shortcuts
              </Menu.Item>
              <Menu.Item className={ITEM} onClick={() => signOut.current?.requestSubmit()}>
                Sign out
              </Menu.Item>
            </Menu.Group>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
