import type { Route } from "next";
import {
  ENVIRONMENT_PAGES,
  type EnvironmentKind,
  type EnvironmentRoute,
  environmentPath,
} from "@/components/frame/paths";

/** The letter that leads to a page after `G`, by its segment. A page that is not here has none. */
const LETTERS: Readonly<Record<string, string>> = {
  overview: "o",
  verifications: "v",
  mailbox: "m",
  keys: "k",
  providers: "c",
  templates: "t",
  domains: "d",
  webhooks: "w",
  logs: "l",
  audit: "a",
  usage: "b",
  reviewers: "r",
  team: "p",
  settings: "s",
};

/** The letter that leads to a page after `G`; null where none does. */
export function letterOf(segment: string): string | null {
  return LETTERS[segment] ?? null;
}

/** The settings' own pages, for the command menu. */
const SETTINGS_PAGES = [
  ["general", "General settings"],
  ["brand", "Brand"],
  ["codes", "Code settings"],
  ["tokens", "Token settings"],
  ["origins", "Origins"],
  ["privacy", "Privacy"],
  ["versions", "Versions of the settings"],
] as const;
type SettingsSegment = (typeof SETTINGS_PAGES)[number][0];

type SettingsRoute = Route<`/dashboard/${string}/${EnvironmentKind}/settings/${SettingsSegment}`>;

/** An address of the dashboard. */
export type PlaceRoute = EnvironmentRoute | SettingsRoute;

/** A place to go to, and the letter that leads there. */
export type Place = { name: string; href: PlaceRoute; letter: string | null };

/** Every page of an environment. */
export function placesOf(project: string, environment: EnvironmentKind): Place[] {
  const pages = ENVIRONMENT_PAGES[environment].map(({ name, segment }) => ({
    name,
    href: environmentPath(project, environment, segment),
    letter: letterOf(segment),
  }));
  const settings = SETTINGS_PAGES.map(([segment, name]) => ({
    name,
    href: settingsPath(project, environment, segment),
    letter: null,
  }));
  return [...pages, ...settings];
}

function settingsPath(project: string, environment: EnvironmentKind, segment: SettingsSegment): SettingsRoute {
  return `/dashboard/${project}/${environment}/settings/${segment}`;
}

/** The address of the same page in the other environment, or of its overview where it has no such page. */
export function switchedPath(
  project: string,
  environment: EnvironmentKind,
  current: string | undefined,
): EnvironmentRoute {
  const other = environment === "test" ? "live" : "test";
  const same = ENVIRONMENT_PAGES[other].find(({ segment }) => segment === current);
  return environmentPath(project, other, same?.segment ?? "overview");
}

/** What keys do, for the list of them. */
export type Shortcut = { keys: readonly string[]; what: string };

/** Shortcuts that need no page of their own. `single` ones can be switched off. */
export function shortcutsOf(environment: EnvironmentKind): { always: Shortcut[]; single: Shortcut[] } {
  return {
    always: [
      { keys: ["Ctrl/Cmd", "K"], what: "Command menu" },
      { keys: ["Ctrl/Cmd", "S"], what: "Save the settings you are in" },
      { keys: ["Ctrl/Cmd", "Enter"], what: "Send the form you are in" },
    ],
    single: [
      { keys: ["?"], what: "This list" },
      { keys: ["C"], what: "Create the page’s main thing; in the Mailbox, copy the code" },
      { keys: ["/"], what: "Search or filter; F does the same" },
      { keys: ["J"], what: "Next row" },
      { keys: ["K"], what: "Row before" },
      { keys: ["Enter"], what: "Open the row" },
      { keys: ["←", "→"], what: "Newer, older: a verification, a webhook delivery" },
      { keys: ["T"], what: "Time range; then D, W, M or Q for a day, week, month or quarter" },
      { keys: ["1 – 4"], what: "Choose a figure and its chart" },
      { keys: ["R"], what: "Send a webhook delivery again" },
      { keys: ["E"], what: "Send an example to a webhook endpoint" },
      ...(environment === "test" ? [{ keys: ["Delete"], what: "Delete the open message" }] : []),
      ...ENVIRONMENT_PAGES[environment].flatMap(({ name, segment }) => {
        const letter = letterOf(segment);
        return letter === null ? [] : [{ keys: ["G", letter.toUpperCase()], what: name }];
      }),
      { keys: ["G", "E"], what: environment === "test" ? "The same page in live" : "The same page in test" },
    ],
  };
}
