"use client";

import { useRouter } from "next/navigation";
import { useCallback, useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import type { Outcome } from "@/components/ui/outcome";
import { Tabs } from "@/components/ui/tabs";
import { useToast } from "@/components/ui/toast";
import type { SmsSender } from "@/lib/providers/contract";
import { CopyToLive, type LiveSide } from "./copy-to-live";
import { EditorBar } from "./editor-bar";
import { PartEditor } from "./part-editor";
import { PlainEditor } from "./plain-editor";
import type { PlainState } from "./plain-state";
import { ProblemList } from "./problem-list";
import { type NewerVersion, PublishTemplate } from "./publish-template";
import { SendTestTemplate } from "./send-test-template";
import { Splitter } from "./splitter";
import { TemplateConflict } from "./template-conflict";
import { TemplatePreview } from "./template-preview";
import {
  type Change,
  type Content,
  PART_TITLES,
  type Part,
  type Preview,
  type Problem,
  type Published,
  type Saved,
  type Theirs,
  type Variable,
} from "./template-view";
import { type DraftRead, useDraft } from "./use-draft";

export type TemplateEditorProps = {
  channel: string;
  fromName: string;
  smsSender: SmsSender | null;
  content: Content;
  version: number;
  /** The version that the draft began from; `version` where there is no draft. */
  basedOn: number;
  /** What is sent now. */
  sent: Content;
  revision: number;
  problems: readonly Problem[];
  preview: Preview;
  sample: string;
  /** The address of the HTML for the frames. */
  frame: string | null;
  writes: boolean;
  hasDraft: boolean;
  variables: readonly Variable[];
  test: { to: string; hint: string };
  save: (read: DraftRead, content: Content, sample: string) => Promise<Outcome<Saved | Theirs>>;
  compare: (content: Content) => Promise<Outcome<readonly Change[]>>;
  publish: (version: number, content: Content, note: string) => Promise<Outcome<Published>>;
  restore: (version: number) => Promise<Outcome<number>>;
  discard: (revision: number) => Promise<string | undefined>;
  send: (content: Content, to: string) => Promise<Outcome<"mailbox" | "provider">>;
  /** Where a browser has no JavaScript. */
  writePlainly: (state: PlainState, form: FormData) => Promise<PlainState>;
  /** The same template in live; null where this is live. */
  live: LiveSide | null;
};

const SAID = {
  saved: "Saved",
  unsaved: "Not saved yet",
  saving: "Saving",
  refused: "Not saved",
} as const;

/** A template to write in beside what it will look like. It saves itself; nothing is sent from it until it is published. */
export function TemplateEditor(props: TemplateEditorProps) {
  const { channel, writes, sample } = props;
  const [version, setVersion] = useState(props.version);
  const parts: readonly Part[] = channel === "email" ? ["html", "text", "subject", "preheader"] : ["text"];
  const router = useRouter();
  const toast = useToast();
  const { save } = props;
  const draft = useDraft(
    props,
    useCallback((content: Content, read: DraftRead) => save(read, content, sample), [save, sample]),
  );
  const [part, setPart] = useState<Part>(parts[0] ?? "text");
  const [jump, setJump] = useState<{ part: Part; line: number } | null>(null);
  const [changes, setChanges] = useState<Outcome<readonly Change[]> | null>(null);
  const [publishing, setPublishing] = useState(false);
  const [newer, setNewer] = useState<NewerVersion | null>(null);
  const [share, setShare] = useState(50);
  const [, startTransition] = useTransition();
  const errors = draft.problems.filter(({ severity }) => severity === "error");
  // While there are errors the frame goes on showing the last one that could be shown.
  const [shown, setShown] = useState(draft.revision);
  if (errors.length === 0 && shown !== draft.revision) setShown(draft.revision);

  const openPublish = () => {
    if (!writes) return;
    if (errors[0]) {
      const [first] = errors;
      toast({ title: `${PART_TITLES[first.part]}, line ${first.line}`, description: first.message, tone: "danger" });
      return goTo(first);
    }
    setPublishing(true);
    compare();
  };
  const compare = () => {
    setChanges(null);
    setNewer(null);
    startTransition(async () => {
      if (await draft.saveNow()) setChanges(await props.compare(draft.content));
      else setPublishing(false);
    });
  };
  const goTo = (problem: Problem) => {
    setPart(problem.part);
    setJump({ part: problem.part, line: problem.line });
  };
  const saveByKey = async () => {
    if (await draft.saveNow()) toast({ title: "Saved" });
  };
  const publish = async (note: string) => {
    const outcome = await props.publish(version, draft.content, note);
    if (!outcome.ok) return { refused: outcome.message };
    const { by } = outcome.value;
    if (by) {
      setNewer({ version: outcome.value.version, ...by });
      return "newer" as const;
    }
    // Who goes on writing meanwhile loses nothing: the editor stays, and only what is around it is read anew.
    draft.published(outcome.value.version);
    setVersion(outcome.value.version);
    const undo = async () => {
      const back = await props.restore(version);
      const again = version > 0 ? `Version ${version}` : "The built-in design";
      toast(back.ok ? { title: `${again} is live again` } : { title: back.message, tone: "danger" });
      if (back.ok) load();
    };
    toast({
      title: `v${outcome.value.version} is live`,
      action: { label: "Undo", onClick: () => startTransition(undo) },
    });
    router.refresh();
    return "published" as const;
  };
  const load = () => {
    draft.abandon();
    router.replace(`?sample=${sample}&loaded=${Date.now()}`, { scroll: false });
  };
  /** One of two texts goes on over the other, which can be brought back. */
  const choose = (theirs: Theirs, keepMine: boolean) => {
    const [next, other] = keepMine ? [draft.content, theirs.content] : [theirs.content, draft.content];
    draft.replace(next, theirs.revision);
    const title = keepMine ? "Your text is the draft" : "Their text is the draft";
    toast({ title, action: { label: "Undo", onClick: () => draft.replace(other) } });
  };
  const split = { "--left": `${share}fr`, "--right": `${100 - share}fr` };

  const editor = (
    // biome-ignore lint/a11y/noStaticElementInteractions: shortcuts of the fields inside
    <div
      data-unsaved={draft.state === "saved" ? undefined : true}
      className={`grid grid-cols-1 gap-4 ${writes ? "noscript:hidden" : ""}`}
      onKeyDown={(event) => {
        if (!(event.ctrlKey || event.metaKey)) return;
        if (event.key === "Enter") openPublish();
        else if (event.key === "s") void saveByKey();
        else return;
        event.preventDefault();
      }}
    >
      <EditorBar
        status={SAID[draft.state]}
        sample={sample}
        onSample={(next) =>
          startTransition(async () => {
            if (await draft.saveNow()) router.replace(`?sample=${next}`, { scroll: false });
          })
        }
        writes={writes}
        discard={
          props.hasDraft || draft.revision > 0
            ? async () => {
                const problem = await props.discard(draft.revision);
                if (problem === undefined) load();
                return problem;
              }
            : null
        }
        onPublish={openPublish}
      >
        {props.live ? <CopyToLive live={props.live} content={draft.content} /> : null}
        <SendTestTemplate {...props.test} send={(to) => props.send(draft.content, to)} disabled={errors.length > 0} />
      </EditorBar>
      {draft.theirs ? <TemplateConflict theirs={draft.theirs} onChoose={choose} /> : null}
      {draft.reason !== undefined ? (
        <div role="alert">
          <Callout
            tone="danger"
            actions={
              <span className="flex flex-wrap gap-2">
                <Button size="small" onClick={() => void draft.saveNow()}>
                  Try again
                </Button>
                <Button size="small" onClick={load}>
                  Load what is saved
                </Button>
              </span>
            }
          >
            {draft.reason}
          </Callout>
        </div>
      ) : null}
      <div
        className="grid grid-cols-1 gap-4 lg:grid-cols-[minmax(0,var(--left))_auto_minmax(0,var(--right))] lg:gap-2"
        style={split}
      >
        <div className="min-w-0 rounded-3 border border-line bg-surface">
          <Tabs
            label="Parts of the template"
            value={part}
            onValueChange={(next) => setPart(parts.find((each) => each === next) ?? part)}
            tabs={parts.map((each) => ({
              value: each,
              label: PART_TITLES[each],
              content: (
                <div className="p-3">
                  <PartEditor
                    key={draft.edition}
                    part={each}
                    value={draft.content[each] ?? ""}
                    readOnly={!writes}
                    variables={props.variables}
                    problems={draft.problems.filter((problem) => problem.part === each)}
                    jump={jump?.part === each ? jump : null}
                    onChange={(value) => draft.write(each, value)}
                  />
                </div>
              ),
            }))}
          />
        </div>
        <Splitter share={share} onChange={setShare} />
        <TemplatePreview
          channel={channel}
          fromName={props.fromName}
          smsSender={props.smsSender}
          preview={draft.preview}
          frame={props.frame}
          revision={shown}
          sample={sample}
        />
      </div>
      <ProblemList problems={draft.problems} go={goTo} />
      <PublishTemplate
        open={publishing}
        onOpenChange={setPublishing}
        version={version + 1}
        changes={changes}
        newer={newer}
        onCompare={() => {
          if (newer) {
            setVersion(newer.version);
            draft.seen(newer.version);
          }
          router.refresh();
          compare();
        }}
        frames={
          props.frame === null
            ? null
            : {
                before: `${props.frame}?of=published&sample=${sample}&version=${version}`,
                after: `${props.frame}?sample=${sample}&revision=${draft.revision}`,
              }
        }
        publish={publish}
      />
    </div>
  );
  if (!writes) return editor;
  return (
    <>
      <noscript>
        <PlainEditor {...props} parts={parts} write={props.writePlainly} />
      </noscript>
      {editor}
    </>
  );
}
