import type { CSSProperties } from "react";
import { Button, Container, Head, Heading, Html, Section, Text } from "react-email";

/** Everything that the message says. Plain text: what comes from outside is cut to one line before. */
export type NoticeEmailProps = {
  title: string;
  preheader: string;
  heading: string;
  paragraphs: readonly string[];
  /** What there is to see, and where. */
  link: { label: string; url: string };
  footer: string;
};

const SANS = "-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const INK = "#19201c";
const MUTED = "#4e5550";
const CANVAS = "#f8f8f5";

// Outlook.com rewrites colours and marks what it touched with data-ogsc.
const STYLES = [
  ":root{color-scheme:light dark;supported-color-schemes:light dark}",
  "@media (prefers-color-scheme:dark){.bg{background:#121715!important}.card{background:#1c221f!important;border-color:#3a443f!important}",
  ".t{color:#ecede9!important}.m{color:#b9bfba!important}.go{background:#ecede9!important;color:#19201c!important}}",
  "[data-ogsc] .t{color:#ecede9!important}[data-ogsc] .m{color:#b9bfba!important}",
].join("");

const paragraph = (size: number, lineHeight: number, margin: string, color = MUTED): CSSProperties => ({
  margin,
  fontFamily: SANS,
  fontSize: `${size}px`,
  lineHeight: `${lineHeight}px`,
  color,
  overflowWrap: "anywhere",
});

const CARD: CSSProperties = {
  width: "100%",
  maxWidth: "520px",
  background: "#ffffff",
  border: "1px solid #dedcd7",
  borderRadius: "10px",
  borderCollapse: "separate",
  padding: "36px 40px",
};

/** A message from Ninepin to those who run something here: what happened, what it means, where to look. */
export function NoticeEmail(props: NoticeEmailProps) {
  return (
    <Html lang="en" dir="ltr">
      <Head>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{props.title}</title>
        <style>{STYLES}</style>
      </Head>
      <body className="bg" style={{ margin: 0, padding: 0, background: CANVAS }}>
        <div style={{ display: "none", maxHeight: 0, overflow: "hidden" }}>{props.preheader}</div>
        <Section className="bg" style={{ background: CANVAS, padding: "32px 12px" }}>
          <Container className="card" width="520" style={CARD}>
            <Heading as="h1" className="t" style={{ ...paragraph(20, 28, "0 0 12px", INK), fontWeight: 600 }}>
              {props.heading}
            </Heading>
            {props.paragraphs.map((text) => (
              <Text key={text} className="m" style={paragraph(15, 23, "0 0 16px")}>
                {text}
              </Text>
            ))}
            <Button
              className="go"
              href={props.link.url}
              style={{
                ...paragraph(15, 23, "8px 0 0", "#ffffff"),
                background: INK,
                borderRadius: "6px",
                padding: "10px 18px",
              }}
            >
              {props.link.label}
            </Button>
          </Container>
          <Text className="m" style={{ ...paragraph(14, 20, "20px 0 0"), textAlign: "center" }}>
            {props.footer}
          </Text>
        </Section>
      </body>
    </Html>
  );
}
