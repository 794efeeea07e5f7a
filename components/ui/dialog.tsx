"use client";

import { Dialog as BaseDialog } from "@base-ui/react/dialog";
import { IconX } from "@tabler/icons-react";
import type { ReactElement, ReactNode } from "react";
import { Button } from "./button";
import { BACKDROP_CLASSES, PANEL_CLASSES } from "./dialog-frame";

export type DialogProps = {
  title: ReactNode;
  description?: ReactNode;
  /** The Button that opens it; leave out and give `open` to control it. */
  trigger?: ReactElement;
  open?: boolean;
  /** Return without setting `open` to keep it open (to ask once before closing, say). */
  onOpenChange?: (open: boolean) => void;
  /** Buttons at the foot, primary last. */
  footer?: ReactNode;
  wide?: boolean;
  children?: ReactNode;
};

export function Dialog({
  title,
  description,
  trigger,
  open,
  onOpenChange,
  footer,
  wide = false,
  children,
}: DialogProps) {
  return (
    <BaseDialog.Root open={open} onOpenChange={(next) => onOpenChange?.(next)}>
      {trigger ? <BaseDialog.Trigger render={trigger} /> : null}
      <BaseDialog.Portal>
        <BaseDialog.Backdrop className={BACKDROP_CLASSES} />
        <BaseDialog.Popup className={`${PANEL_CLASSES} ${wide ? "max-w-3xl" : "max-w-lg"}`}>
          <div className="flex items-start gap-3 px-5 pt-4.5">
            <div className="min-w-0 flex-1">
              <BaseDialog.Title className="text-18">{title}</BaseDialog.Title>
              {description ? (
                <BaseDialog.Description className="mt-1 text-muted">{description}</BaseDialog.Description>
              ) : null}
            </div>
            {/* In line with the title, however large its target is. */}
            <span className="-my-0.5 -mr-1.5 pointer-coarse:-my-2.5 pointer-coarse:-mr-2.5">
              <BaseDialog.Close render={<Button variant="quiet" size="small" aria-label="Close" />}>
                <IconX size={16} stroke={1.75} aria-hidden="true" />
              </BaseDialog.Close>
            </span>
          </div>
          <div className="px-5 py-4">{children}</div>
          {footer ? (
            <div className="mt-auto flex flex-wrap justify-end gap-2 border-line border-t px-5 py-3.5">{footer}</div>
          ) : null}
        </BaseDialog.Popup>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  );
}
