"use client";

import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { announce } from "./announcer";
import { Button } from "./button";
import type { ButtonSize, ButtonVariant } from "./button-classes";
import { copyText } from "./copy-text";

export type CopyButtonProps = {
  value: string;
  /** What is copied, as in "Copy publishable key". */
  label: string;
  /** Text on the button; without it only the icon shows. */
  children?: string;
  variant?: ButtonVariant;
  size?: ButtonSize;
  onCopied?: () => void;
};

export function CopyButton({ value, label, children, variant = "quiet", size = "small", onCopied }: CopyButtonProps) {
  const [copied, setCopied] = useState(false);

  useEffect(() => {
    if (!copied) return;
    const timer = window.setTimeout(() => setCopied(false), 2000);
    return () => window.clearTimeout(timer);
  }, [copied]);

  const copy = async () => {
    const done = await copyText(value);
    setCopied(done);
    announce(done ? `Copied ${label}` : `Could not copy ${label}. Select it and copy it by hand.`);
    if (done) onCopied?.();
  };

  const Icon = copied ? IconCheck : IconCopy;
  return (
    <Button variant={variant} size={size} aria-label={`Copy ${label}`} onClick={() => void copy()}>
      <Icon
        size={16}
        stroke={1.75}
        aria-hidden="true"
        className={copied && variant !== "primary" ? "text-brand-text" : undefined}
      />
      {children ? (
        <span className="grid">
          <span className={`col-start-1 row-start-1 ${copied ? "invisible" : ""}`}>{children}</span>
          <span className={`col-start-1 row-start-1 ${copied ? "" : "invisible"}`}>Copied</span>
        </span>
      ) : null}
    </Button>
  );
}
