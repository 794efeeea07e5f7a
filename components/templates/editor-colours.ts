import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { Decoration, EditorView, MatchDecorator, ViewPlugin, type ViewUpdate } from "@codemirror/view";
import { tags } from "@lezer/highlight";

/** Tokens of the design, which know both themes. Each is 4.5:1 on the editor's ground and on its selection. */
const markup = HighlightStyle.define([
  { tag: [tags.tagName, tags.typeName], color: "var(--info-text)" },
  { tag: [tags.attributeName, tags.propertyName, tags.className], color: "var(--warn-text)" },
  {
    tag: [tags.attributeValue, tags.string, tags.number, tags.unit, tags.color, tags.atom],
    color: "var(--brand-text)",
  },
  { tag: [tags.keyword, tags.character, tags.definitionKeyword], color: "var(--danger-text)" },
  { tag: [tags.angleBracket, tags.comment, tags.documentMeta, tags.punctuation], color: "var(--muted)" },
]);

const variables = new MatchDecorator({
  regexp: /\{\{[^{}\r\n]*\}\}/g,
  decoration: Decoration.mark({ class: "cm-variable" }),
});

const markVariables = ViewPlugin.define(
  (view) => {
    const plugin = {
      decorations: variables.createDeco(view),
      update(update: ViewUpdate) {
        plugin.decorations = variables.updateDeco(update, plugin.decorations);
      },
    };
    return plugin;
  },
  { decorations: (plugin) => plugin.decorations },
);

/** The colours of HTML and of what a message is filled with, in the light and in the dark. */
export const editorColours: Extension = [
  syntaxHighlighting(markup),
  markVariables,
  EditorView.theme({
    ".cm-variable": { backgroundColor: "var(--brand-soft)", borderRadius: "4px" },
    ".cm-variable, .cm-variable span": { color: "var(--brand-text)" },
  }),
];
