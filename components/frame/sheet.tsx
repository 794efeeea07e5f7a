"use client";

import { Dialog } from "@base-ui/react/dialog";
import { IconMenu2, IconX } from "@tabler/icons-react";
import { type ReactNode, useRef, useState } from "react";
import { pageHeading } from "./page-heading";

const BUTTON = "grid size-(--control) place-items-center rounded-2 text-muted hover:bg-sunken hover:text-ink";

/** The sidebar of narrow windows: opens over the page, and closes when a link in it is followed. */
export function Sheet({ children }: { children: ReactNode }) {
  const [open, setOpen] = useState(false);
  const followed = useRef(false);
  return (
    <Dialog.Root
      open={open}
      onOpenChange={(next) => {
        followed.current = false;
        setOpen(next);
      }}
    >
      <Dialog.Trigger className={BUTTON} aria-label="Menu">
        <IconMenu2 size={20} stroke={1.75} aria-hidden="true" />
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-[oklch(20%_0.02_160/0.4)] transition-opacity duration-(--t-panel) data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Dialog.Popup
          className="fixed inset-y-0 left-0 z-50 flex w-72 max-w-[85vw] flex-col overflow-y-auto border-line border-r bg-canvas px-3 py-3.5 shadow-dialog outline-none transition-[opacity,transform] duration-(--t-panel) ease-out data-ending-style:-translate-x-1.5 data-starting-style:-translate-x-1.5 data-ending-style:opacity-0 data-starting-style:opacity-0"
          onClick={(event) => {
            followed.current = event.target instanceof Element && event.target.closest("a") !== null;
            if (followed.current) setOpen(false);
          }}
          // After a link the focus belongs to the page, else to the button.
          finalFocus={() => (followed.current ? pageHeading() : true)}
        >
          <div className="flex items-center justify-between pb-3 pl-2">
            <Dialog.Title className="text-15">Menu</Dialog.Title>
            <Dialog.Close className={BUTTON} aria-label="Close menu">
              <IconX size={20} stroke={1.75} aria-hidden="true" />
            </Dialog.Close>
          </div>
          {children}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
