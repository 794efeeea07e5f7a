"use client";

import { useId, useState } from "react";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { CHANNELS, type Channel, channelLabel } from "./setting-names";
import { readText, type Values } from "./setting-text";
import { limitsInWords } from "./simulate-limits";
import { useSettings } from "./use-settings-form";

const MISTYPES = [1, 3, 5, 10, 15];

/** What the limits as they are typed mean: to a person who mistypes, and to somebody who guesses. */
export function LimitSimulator() {
  const { values } = useSettings();
  const [channel, setChannel] = useState<Channel>("email");
  const [mistypes, setMistypes] = useState(3);
  const person = useId();
  const stranger = useId();
  const words = wordsFor(values, channel, mistypes);
  return (
    <Card title="Limit simulator">
      <div className="grid gap-4">
        <div className="grid grid-cols-2 gap-3">
          <Field name="simulated_channel" label="Code by">
            <Select
              value={channel}
              onChange={(event) => setChannel(CHANNELS.find((each) => each === event.target.value) ?? "email")}
            >
              {CHANNELS.map((each) => (
                <option key={each} value={each}>
                  {channelLabel(each)}
                </option>
              ))}
            </Select>
          </Field>
          <Field name="simulated_mistypes" label="Mistypes">
            <Select value={mistypes} onChange={(event) => setMistypes(Number(event.target.value))}>
              {MISTYPES.map((times) => (
                <option key={times} value={times}>
                  {times} in a row
                </option>
              ))}
            </Select>
          </Field>
        </div>
        {words ? (
          <>
            <section aria-labelledby={person}>
              <h3 id={person} className="font-medium text-13 text-muted">
                A person
              </h3>
              <Sentences lines={words.person} />
            </section>
            <section aria-labelledby={stranger}>
              <h3 id={stranger} className="font-medium text-13 text-muted">
                Somebody who guesses
              </h3>
              <Sentences lines={words.stranger} />
            </section>
            <p className="text-13 text-muted">
              Worked out from what stands in the form, saved or not. Known devices have limits of their own, so a
              stranger locks nobody out.
            </p>
          </>
        ) : (
          <p className="text-muted">Shows what the limits mean once each of them is a number.</p>
        )}
      </div>
    </Card>
  );
}

function Sentences({ lines }: { lines: readonly string[] }) {
  return (
    <ul className="mt-1 grid list-disc gap-1.5 pl-4.5">
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}

function wordsFor(values: Values, channel: Channel, mistypes: number) {
  const number = (name: string, least: number) => {
    const read = readText(name, values[name] ?? "");
    return read.ok && typeof read.value === "number" && read.value >= least ? read.value : null;
  };
  const digits = number(`codes.length.${channel}`, 1);
  const lifetimeSeconds = number(`codes.lifetime_seconds.${channel}`, 1);
  const attempts = number("codes.attempts", 1);
  const cooldownSeconds = number("codes.resend_cooldown_seconds", 0);
  const codesPerHour = number("codes.per_identifier_hour", 1);
  const codesPerNetwork = number("codes.per_ip_hour", 1);
  const freeFailures = number("codes.consecutive_failures", 0);
  if (digits === null || lifetimeSeconds === null || attempts === null || cooldownSeconds === null) return null;
  if (codesPerHour === null || codesPerNetwork === null || freeFailures === null) return null;
  return limitsInWords({
    digits,
    lifetimeSeconds,
    attempts,
    cooldownSeconds,
    codesPerHour,
    codesPerNetwork,
    freeFailures,
    mistypes,
  });
}
