"use client";

import { OTPInput } from "input-otp";
import { type ReactNode, useEffect, useEffectEvent, useId, useRef, useState } from "react";
import { useNonce } from "@/components/ui/nonce-provider";
import { Rack } from "@/components/ui/rack";
import { CodeSlots } from "./code-slots";
import { codeIn, digitsOf, numberWord } from "./digits";

export type CodeFieldProps = {
  /** Six to ten. */
  length: number;
  name?: string;
  /** Under the field, and read aloud when it changes. */
  error?: ReactNode;
  /** Grows by one with each refused code: the field then clears and takes the focus back. */
  refusals?: number;
  /** The code is being judged. */
  busy?: boolean;
  autoFocus?: boolean;
  /** Called once for each full code; without it the form around the field is sent. */
  onFull?: (code: string) => void;
  onChange?: (code: string) => void;
};

const PINS = 9;

/**
 * One real input with a box drawn for each digit. Any way of writing the code can be pasted, and the last digit sends
 * it. `onComplete` of input-otp is not used: it stays silent when one full code replaces another.
 */
export function CodeField({
  length,
  name = "code",
  error,
  refusals = 0,
  busy = false,
  autoFocus = false,
  onFull,
  onChange,
}: CodeFieldProps) {
  const id = useId();
  const nonce = useNonce();
  const input = useRef<HTMLInputElement>(null);
  const lastSent = useRef("");
  const seenRefusals = useRef(refusals);
  const [value, setValue] = useState("");
  const [shaking, setShaking] = useState(false);
  const errorId = `${id}error`;

  const change = (next: string) => {
    const code = digitsOf(next).slice(0, length);
    setValue(code);
    setShaking(false);
    onChange?.(code);
  };

  const send = useEffectEvent((code: string) => {
    if (onFull) onFull(code);
    else input.current?.form?.requestSubmit();
  });

  useEffect(() => {
    if (value.length !== length || value === lastSent.current) return;
    lastSent.current = value;
    send(value);
  }, [value, length]);

  useEffect(() => {
    if (seenRefusals.current === refusals) return;
    seenRefusals.current = refusals;
    lastSent.current = "";
    setValue("");
    setShaking(true);
    input.current?.focus();
  }, [refusals]);

  return (
    <div>
      <label htmlFor={id} className="sr-only">
        {numberWord(length).replace(/^./, (letter) => letter.toUpperCase())}-digit code
      </label>
      <div className={`flex items-center gap-4 ${shaking ? "shake" : ""}`} onAnimationEnd={() => setShaking(false)}>
        <OTPInput
          ref={input}
          id={id}
          name={name}
          maxLength={length}
          value={value}
          onChange={change}
          // Runs after input-otp's own handler, which would insert a whole code at the caret.
          onPaste={(event) => {
            const code = codeIn(event.clipboardData.getData("text/plain"), length);
            if (code.length === length) change(code);
          }}
          pasteTransformer={(pasted) => codeIn(pasted, length)}
          autoComplete="one-time-code"
          inputMode="numeric"
          autoFocus={autoFocus}
          readOnly={busy}
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? errorId : undefined}
          noScriptCSSFallback={null}
          nonce={nonce}
          containerClassName="w-full max-w-[410px]"
          render={({ slots }) => <CodeSlots slots={slots} invalid={Boolean(error)} />}
        />
        <Rack
          size={28}
          filled={Math.round((value.length * PINS) / length)}
          motion={busy ? "spinning" : undefined}
          className={`max-sm:hidden ${value.length === length ? "text-brand" : "text-subtle"}`}
        />
      </div>
      <div aria-live="polite" className="mt-2.5 min-h-5">
        {error ? (
          <p id={errorId} className="text-danger-text">
            {error}
          </p>
        ) : null}
      </div>
    </div>
  );
}
