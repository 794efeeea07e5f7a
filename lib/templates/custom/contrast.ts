/** A colour that can be reckoned with: red, green and blue from 0 to 255. */
export type Color = readonly [number, number, number];

const NAMED: Readonly<Record<string, Color>> = {
  black: [0, 0, 0],
  white: [255, 255, 255],
  red: [255, 0, 0],
  green: [0, 128, 0],
  blue: [0, 0, 255],
  gray: [128, 128, 128],
  grey: [128, 128, 128],
  silver: [192, 192, 192],
  yellow: [255, 255, 0],
  orange: [255, 165, 0],
  navy: [0, 0, 128],
};

/** Reads a colour as mail is written: a name, `#rgb`, `#rrggbb` or `rgb(…)`. Null for what is none of these. */
export function readColor(text: string): Color | null {
  const value = text
    .trim()
    .toLowerCase()
    .replace(/\s*!important$/, "");
  if (Object.hasOwn(NAMED, value)) return NAMED[value] ?? null;
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/.exec(value);
  if (short) return triple(short.slice(1).map((digit) => Number.parseInt(digit + digit, 16)));
  const long = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/.exec(value);
  if (long) return triple(long.slice(1).map((pair) => Number.parseInt(pair, 16)));
  const rgb = /^rgb\(\s*(\d{1,3})\s*[, ]\s*(\d{1,3})\s*[, ]\s*(\d{1,3})\s*\)$/.exec(value);
  return rgb ? triple(rgb.slice(1).map((part) => Math.min(255, Number(part)))) : null;
}

function triple([red = 0, green = 0, blue = 0]: readonly number[]): Color {
  return [red, green, blue];
}

/** How far two colours stand out from each other, from 1 to 21 (WCAG 2.2, contrast ratio). */
export function contrastOf(one: Color, other: Color): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

function luminance([red, green, blue]: Color): number {
  const [r = 0, g = 0, b = 0] = [red, green, blue].map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** The value of a property in a `style` attribute, the last one; null where there is none. */
export function declared(style: string, ...properties: string[]): string | null {
  let found: string | null = null;
  for (const declaration of style.split(";")) {
    const colon = declaration.indexOf(":");
    if (properties.includes(declaration.slice(0, colon).trim().toLowerCase())) found = declaration.slice(colon + 1);
  }
  return found;
}
