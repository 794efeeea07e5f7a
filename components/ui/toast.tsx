"use client";

import { Toast as BaseToast } from "@base-ui/react/toast";
import { IconX } from "@tabler/icons-react";
import { type ReactNode, useMemo } from "react";
import { Button } from "./button";

export type ToastMessage = {
  /** What happened: "Key revoked". */
  title: string;
  description?: string;
  tone?: "neutral" | "danger";
  /** "Undo", say. The toast then stays for ten seconds. */
  action?: { label: string; onClick: () => void };
};

const DANGER = "danger";

/** Once, around the pages that use toasts. F6 moves the focus to them. */
export function ToastProvider({ children }: { children: ReactNode }) {
  return (
    <BaseToast.Provider timeout={5000} limit={3}>
      {children}
      <BaseToast.Portal>
        <BaseToast.Viewport className="fixed right-4 bottom-4 z-60 flex w-[min(360px,calc(100vw-2rem))] flex-col gap-2">
          <ToastList />
        </BaseToast.Viewport>
      </BaseToast.Portal>
    </BaseToast.Provider>
  );
}

function ToastList() {
  const { toasts } = BaseToast.useToastManager();
  return toasts.map((toast) => (
    <BaseToast.Root
      key={toast.id}
      toast={toast}
      swipeDirection={["right", "down"]}
      className={
        "rounded-3 border border-line bg-raised shadow-pop transition duration-(--t-pop) ease-out data-limited:hidden " +
        "data-starting-style:translate-y-1.5 data-starting-style:opacity-0 data-ending-style:opacity-0"
      }
    >
      <BaseToast.Content className="flex items-start gap-3 py-2.5 pr-2 pl-4">
        <div className="min-w-0 flex-1 py-1">
          <BaseToast.Title className={`font-medium text-14 ${toast.type === DANGER ? "text-danger-text" : ""}`} />
          <BaseToast.Description className="text-13 text-muted" />
        </div>
        {toast.actionProps ? <BaseToast.Action render={<Button size="small" />} /> : null}
        <BaseToast.Close render={<Button variant="quiet" size="small" aria-label="Dismiss" />}>
          <IconX size={16} stroke={1.75} aria-hidden="true" />
        </BaseToast.Close>
      </BaseToast.Content>
    </BaseToast.Root>
  ));
}

/** `const toast = useToast(); toast({ title: "Key revoked" })` */
export function useToast(): (message: ToastMessage) => void {
  const { add } = BaseToast.useToastManager();
  return useMemo(
    () =>
      ({ title, description, tone = "neutral", action }) => {
        add({
          title,
          description,
          type: tone,
          // Never "high": the toast of that kind is hidden from screen readers and yet a stop for Tab.
          priority: "low",
          timeout: action ? 10_000 : undefined,
          actionProps: action ? { children: action.label, onClick: action.onClick } : undefined,
        });
      },
    [add],
  );
}
