const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

/** Elements that a mail is made of. None runs anything, asks for anything or brings in another document. */
export const ELEMENTS = words(
  `html head title meta style body div span p br wbr hr h1 h2 h3 h4 h5 h6 table caption colgroup col thead tbody tfoot tr
  td th img a b strong i em u s small big sub sup ul ol li dl dt dd blockquote center font pre code section article
  header footer main address abbr q cite`,
);

/** Elements that stand in a line of text: what is on both sides of one may be one word. */
export const INLINE = words("span b strong i em u s small big sub sup font abbr q cite code wbr");

/** Attributes that any of them may have. `href`, `src` and `style` are looked at more closely. */
export const ATTRIBUTES = words(
  `id class style dir lang title align valign width height bgcolor role aria-label aria-hidden aria-labelledby cellpadding
  cellspacing border colspan rowspan color face size alt src href target rel content name charset http-equiv media type
  xmlns scope start nowrap summary`,
);

/** Why an element is refused, where there is more to say than that it is not one of ours. */
export const REFUSED_ELEMENTS: Readonly<Record<string, string>> = {
  script: "Scripts are not allowed: no mail program runs them",
  form: "Forms are not allowed in a mail with a code",
  input: "Forms are not allowed in a mail with a code",
  button: "Forms are not allowed in a mail with a code",
  textarea: "Forms are not allowed in a mail with a code",
  select: "Forms are not allowed in a mail with a code",
  link: "Styles and fonts from elsewhere are not allowed: write them in a style element",
  iframe: "Other documents are not allowed in a mail",
  object: "Other documents are not allowed in a mail",
  embed: "Other documents are not allowed in a mail",
  svg: "SVG is not allowed: use a PNG or JPEG by its https address",
  base: "A base address is not allowed: write addresses in full",
};

/** CSS that brings something in from elsewhere or runs something; escapes would hide it. */
export const REFUSED_CSS =
  /@import|@font-face|\burl\s*\(|\bsrc\s*\(|image-set|expression|javascript:|behaviou?r\s*:|-moz-binding|\\|</i;
