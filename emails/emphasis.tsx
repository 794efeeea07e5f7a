/** Text in which `**…**` is strong. The marks are ours: what a message is filled with comes in after rendering. */
export function Emphasis({ text }: { text: string }) {
  return text.split("**").map((part, index) =>
    index % 2 === 0 ? (
      part
    ) : (
      <strong key={part} className="t" style={{ color: "#19201c", fontWeight: 600 }}>
        {part}
      </strong>
    ),
  );
}
