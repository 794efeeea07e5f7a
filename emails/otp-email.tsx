import type { CSSProperties } from "react";
import { Container, Head, Heading, Html, Img, Section, Text } from "react-email";
import { Emphasis } from "./emphasis";

/** Everything the message says, in its language. `instruction` and `warning` may mark strong words with `**`. */
export type OtpEmailProps = {
  lang: string;
  dir: "ltr" | "rtl";
  title: string;
  preheader: string;
  /** Said in a strip above the card by test environments, null in live ones. */
  testNotice: string | null;
  appName: string;
  /** Shown in place of the name, which is what a reader without images gets. */
  logoUrl: string | null;
  /** The colour of the line above the message. */
  accent: string | null;
  supportEmail: string | null;
  heading: string;
  instruction: string;
  /** The code cut into the groups it is shown in. Nothing stands between them, so that copying gives bare digits. */
  codeGroups: readonly string[];
  /** When, with what and from where the code was asked for: the lines that are known. */
  requestLines: readonly string[];
  warning: string;
  ignore: string;
  footer: string;
};

const SANS = "-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const MONO = "ui-monospace,SFMono-Regular,Menlo,Consolas,'Courier New',monospace";
const INK = "#19201c";
const MUTED = "#4e5550";
const CANVAS = "#f8f8f5";
const LINE = "1px solid #dedcd7";

// Outlook.com rewrites colours and marks what it touched with data-ogsc and data-ogsb.
const STYLES = [
  ":root{color-scheme:light dark;supported-color-schemes:light dark}",
  "@media (prefers-color-scheme:dark){.bg{background:#121715!important}.card{background:#1c221f!important;border-color:#3a443f!important}",
  ".t{color:#ecede9!important}.m{color:#b9bfba!important}.code{background:#121715!important;border-color:#646f6a!important;color:#ecede9!important}",
  ".rule{border-color:#3a443f!important}.test{background:#f4af2d!important;color:#392000!important}}",
  "[data-ogsc] .t{color:#ecede9!important}[data-ogsc] .m{color:#b9bfba!important}[data-ogsc] .code{color:#ecede9!important}",
  "[data-ogsb] .code{background:#121715!important}[data-ogsc] .test{color:#392000!important}[data-ogsb] .test{background:#f4af2d!important}",
  // Korean breaks between words, not within them.
  ":lang(ko){word-break:keep-all}",
  "@media (max-width:480px){.pad{padding:24px 20px!important}.code{font-size:28px!important;padding:16px 8px!important}.g{padding-right:8px!important}}",
].join("");

// `mso-hide` is Outlook's own property.
const HIDDEN = { display: "none", maxHeight: 0, overflow: "hidden", msoHide: "all" };

// Figure space, joiner, non-joiner: invisible, and keeps the inbox preview from running on into the message.
const PADDING = "\u2007\u034f\u200c".repeat(40);

const paragraph = (size: number, lineHeight: number, margin: string, color = MUTED): CSSProperties => ({
  margin,
  fontFamily: SANS,
  fontSize: `${size}px`,
  lineHeight: `${lineHeight}px`,
  color,
});

/** The message that carries a one-time code. No link and no image: nothing to phish and nothing a scanner consumes. */
export function OtpEmail(props: OtpEmailProps) {
  return (
    <Html lang={props.lang} dir={props.dir}>
      <Head>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="format-detection" content="telephone=no, date=no, address=no, email=no, url=no" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <title>{props.title}</title>
        <style>{STYLES}</style>
      </Head>
      <body className="bg" style={{ margin: 0, padding: 0, background: CANVAS }}>
        <div style={HIDDEN}>{props.preheader + PADDING}</div>
        {props.testNotice !== null && <TestStrip text={props.testNotice} />}
        <Section className="bg" style={{ background: CANVAS, padding: "32px 12px" }}>
          <Container className="card" tdClassName="pad" width="520" style={CARD}>
            {props.accent !== null && <Bar color={props.accent} />}
            <Text className="t" style={{ ...paragraph(16, 24, "0 0 24px", INK), fontWeight: 600 }}>
              {props.logoUrl === null ? props.appName : <Logo url={props.logoUrl} name={props.appName} />}
            </Text>
            <Heading as="h1" className="t" style={{ ...paragraph(20, 28, "0 0 8px", INK), fontWeight: 600 }}>
              {props.heading}
            </Heading>
            <Text className="m" style={paragraph(15, 23, "0 0 20px")}>
              <Emphasis text={props.instruction} />
            </Text>
            <Code groups={props.codeGroups} />
            <RequestLines lines={props.requestLines} />
            <Text className="m" style={paragraph(14, 22, "0 0 12px")}>
              <Emphasis text={props.warning} />
            </Text>
            <Text className="m" style={paragraph(14, 22, "0")}>
              {props.ignore}
            </Text>
          </Container>
          <Text className="m" style={{ ...paragraph(14, 20, "20px 0 0"), textAlign: "center" }}>
            {props.footer}
            {props.supportEmail !== null && (
              <>
                <br />
                {props.supportEmail}
              </>
            )}
          </Text>
        </Section>
      </body>
    </Html>
  );
}

const CARD: CSSProperties = {
  width: "100%",
  maxWidth: "520px",
  background: "#ffffff",
  border: LINE,
  borderRadius: "10px",
  borderCollapse: "separate",
  padding: "36px 40px",
};

/** A line in the brand's colour, which says nothing and so needs no contrast. */
function Bar({ color }: { color: string }) {
  const size = { width: "48px", height: "4px", margin: "0 0 20px", fontSize: 0, lineHeight: "4px" };
  return <div style={{ ...size, background: color, borderRadius: "2px" }} />;
}

/** On white, so that a dark logo is seen in dark mode too. */
function Logo({ url, name }: { url: string; name: string }) {
  return (
    <Img
      src={url}
      alt={name}
      height="32"
      style={{ height: "32px", maxWidth: "240px", background: "#ffffff", borderRadius: "4px" }}
    />
  );
}

/** The digits in one paragraph, left to right in every language, the gaps made by padding alone. */
function Code({ groups }: { groups: readonly string[] }) {
  return (
    <Text
      className="code"
      id="code"
      dir="ltr"
      style={{
        margin: "0 0 24px",
        padding: "18px 12px",
        border: "1px solid #8b8981",
        borderRadius: "8px",
        background: CANVAS,
        textAlign: "center",
        fontFamily: MONO,
        fontSize: "34px",
        lineHeight: "42px",
        fontWeight: 600,
        letterSpacing: "2px",
        color: INK,
        whiteSpace: "nowrap",
      }}
    >
      {groups.map((group, index) =>
        index < groups.length - 1 ? (
          <span key={group} className="g" style={{ paddingRight: "12px" }}>
            {group}
          </span>
        ) : (
          <span key={group}>{group}</span>
        ),
      )}
    </Text>
  );
}

function RequestLines({ lines }: { lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <Section className="rule" style={{ borderTop: LINE, borderBottom: LINE, margin: "0 0 20px", padding: "12px 0" }}>
      {lines.map((line) => (
        <Text key={line} className="m" style={paragraph(14, 22, "0")}>
          {line}
        </Text>
      ))}
    </Section>
  );
}

function TestStrip({ text }: { text: string }) {
  return (
    <Section style={{ background: "#f4af2d", padding: "0" }} className="test">
      <Text
        className="test"
        style={{ ...paragraph(14, 20, "0", "#392000"), fontWeight: 600, textAlign: "center", padding: "8px 12px" }}
      >
        {text}
      </Text>
    </Section>
  );
}
