"use client";

import dynamic from "next/dynamic";
import { usePathname, useRouter } from "next/navigation";
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from "react";
import type { EnvironmentKind } from "@/components/frame/paths";
import { isTyping } from "./is-typing";
import { LeaveDialog } from "./leave-dialog";
import { focusFilter, hasUnsaved, isDialogOpen, moveInList, pressMainAction } from "./page-keys";
import { type PlaceRoute, placesOf, switchedPath } from "./shortcuts";

const CommandMenu = dynamic(() => import("./command-menu").then((module) => module.CommandMenu), { ssr: false });
const ShortcutList = dynamic(() => import("./shortcut-list").then((module) => module.ShortcutList), { ssr: false });

/** How long `G` waits for its letter. */
const CHORD_MS = 1500;

type Layer = "commands" | "shortcuts" | null;

const OpenShortcuts = createContext<() => void>(() => {});

/** Opens the list of shortcuts, also for those who have switched `?` off. */
export function useShortcutList(): () => void {
  return useContext(OpenShortcuts);
}

export type KeyboardProps = {
  project: string;
  environment: EnvironmentKind;
  /** Whether single keys do anything. */
  singleKeys: boolean;
  keepSingleKeys: (on: boolean) => Promise<void>;
  children: ReactNode;
};

/** Shortcuts of the dashboard. Single ones are off where something is typed, and can be switched off altogether. */
export function Keyboard({ project, environment, singleKeys, keepSingleKeys, children }: KeyboardProps) {
  const [on, setOn] = useState(singleKeys);
  const [layer, setLayer] = useState<Layer>(null);
  const [opened, setOpened] = useState<Layer[]>([]);
  const [leavingTo, setLeavingTo] = useState<PlaceRoute | null>(null);
  const chord = useRef(0);
  const isOpen = useRef(false);
  const router = useRouter();
  const current = usePathname().split("/")[4];

  const open = useCallback((next: Layer) => {
    setOpened((known) => [...known, next]);
    setLayer(next);
  }, []);
  const openShortcuts = useCallback(() => open("shortcuts"), [open]);
  const places = useMemo(() => placesOf(project, environment), [project, environment]);

  const go = useCallback(
    (path: PlaceRoute) => {
      setLayer(null);
      if (hasUnsaved()) setLeavingTo(path);
      else router.push(path);
    },
    [router],
  );
  const switched = switchedPath(project, environment, current);

  useEffect(() => {
    isOpen.current = layer !== null;
  }, [layer]);

  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") {
        event.preventDefault();
        if (isOpen.current) setLayer(null);
        else if (!isDialogOpen()) open("commands");
        return;
      }
      if ((event.ctrlKey || event.metaKey) && event.key === "Enter" && !event.defaultPrevented) {
        const form = event.target instanceof Element ? event.target.closest("form") : null;
        form?.requestSubmit();
        return;
      }
      // Not before it is here: what is typed meanwhile is meant for the menu.
      if (isOpen.current || isTyping(event)) return;
      if (act(event.key.toLowerCase())) event.preventDefault();
    };
    const act = (key: string): boolean => {
      switch (key) {
        case "g":
          chord.current = Date.now() + CHORD_MS;
          return true;
        case "?":
          open("shortcuts");
          return true;
        case "c":
          return pressMainAction();
        case "/":
        case "f":
          return focusFilter();
        case "j":
          return moveInList(1);
        case "k":
          return moveInList(-1);
        default:
          return false;
      }
    };
    // Ahead of what pages do with single keys: after `G`, a letter means a page.
    const endChord = (event: KeyboardEvent) => {
      const inChord = Date.now() < chord.current;
      chord.current = 0;
      if (!inChord || isOpen.current || isTyping(event)) return;
      const key = event.key.toLowerCase();
      const place = places.find(({ letter }) => letter === key);
      if (!place && key !== "e") return;
      go(place?.href ?? switched);
      event.preventDefault();
    };
    window.addEventListener("keydown", endChord, true);
    window.addEventListener("keydown", listen);
    return () => {
      window.removeEventListener("keydown", endChord, true);
      window.removeEventListener("keydown", listen);
    };
  }, [go, open, places, switched]);

  return (
    <OpenShortcuts value={openShortcuts}>
      <div data-single-keys={on ? "on" : "off"} className="contents">
        {children}
      </div>
      {opened.includes("commands") ? (
        <CommandMenu
          open={layer === "commands"}
          onClose={() => setLayer(null)}
          places={places}
          otherEnvironment={environment === "test" ? "live" : "test"}
          onPlace={go}
          onSwitch={() => go(switched)}
          onShortcuts={openShortcuts}
        />
      ) : null}
      {opened.includes("shortcuts") ? (
        <ShortcutList
          open={layer === "shortcuts"}
          onClose={() => setLayer(null)}
          environment={environment}
          singleKeys={on}
          onSingleKeys={(next) => {
            setOn(next);
            void keepSingleKeys(next);
          }}
        />
      ) : null}
      <LeaveDialog
        open={leavingTo !== null}
        onClose={() => setLeavingTo(null)}
        onLeave={() => {
          if (leavingTo !== null) router.push(leavingTo);
        }}
      />
    </OpenShortcuts>
  );
}
