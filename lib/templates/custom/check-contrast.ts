import { type Color, contrastOf, declared, readColor } from "./contrast";

/** The least contrast of text (WCAG 2.2, 1.4.3). */
const LEAST = 4.5;

type Look = { name: string; color: Color | null; background: Color | null };

/** Follows the colours that elements are given, to tell where text is hard to read. */
export type ContrastCheck = {
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  close(name: string): void;
  /** The contrast of text here where it is too low; null where it is not, or where it cannot be known. */
  lowest(): number | null;
};

/** A check that begins with a mail program's own colours: black on white. */
export function createContrastCheck(): ContrastCheck {
  const looks: Look[] = [{ name: "", color: [0, 0, 0], background: [255, 255, 255] }];
  const here = () => looks.at(-1) ?? { name: "", color: null, background: null };
  return {
    open(name, attributes) {
      const { color, background } = here();
      const style = attributes.style ?? "";
      const ownColor = declared(style, "color") ?? attributes.color;
      const ownBackground = declared(style, "background", "background-color") ?? attributes.bgcolor;
      looks.push({
        name,
        color: ownColor === undefined ? color : readColor(ownColor),
        background: ownBackground === undefined ? background : readColor(ownBackground),
      });
    },
    close(name) {
      const at = looks.findLastIndex((look) => look.name === name);
      if (at > 0) looks.length = at;
    },
    lowest() {
      const { color, background } = here();
      if (color === null || background === null) return null;
      const ratio = contrastOf(color, background);
      return ratio < LEAST ? ratio : null;
    },
  };
}
