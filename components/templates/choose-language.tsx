"use client";

import { useRouter } from "next/navigation";
import { type EnvironmentKind, templatePath } from "@/components/frame/paths";
import { useLeave } from "@/components/keyboard/leave-guard";
import { Select } from "@/components/ui/select";

export type ChooseLanguageProps = {
  project: string;
  environment: EnvironmentKind;
  place: { channel: string; purpose: string; locale: string };
  /** What the built-in design speaks; the drafts among them were read by no native speaker yet. */
  languages: readonly { tag: string; name: string; reviewed: boolean }[];
};

/** Which language of a template is edited. What is not saved is asked about first. */
export function ChooseLanguage({ project, environment, place, languages }: ChooseLanguageProps) {
  const router = useRouter();
  const leave = useLeave();
  return (
    <span className="w-56">
      <Select
        aria-label="Language"
        value={place.locale}
        onChange={(event) => {
          const path = templatePath(project, environment, { ...place, locale: event.target.value });
          leave(() => router.push(path));
        }}
      >
        {languages.map(({ tag, name, reviewed }) => (
          <option key={tag} value={tag}>
            {name}
            {reviewed ? "" : " (machine draft)"}
          </option>
        ))}
      </Select>
    </span>
  );
}
