/** `ada@x.dev` → `a•••@x.dev`: enough to recognise one's own address, not enough to learn another's. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf("@");
  return at < 1 ? "•••" : `${email.slice(0, 1)}•••${email.slice(at)}`;
}

/** `+14155550123` → `+1•••••••0123`: the first two characters and the last four digits. */
export function maskPhone(phone: string): string {
  return phone.length < 7 ? "•••" : `${phone.slice(0, 2)}${"•".repeat(phone.length - 6)}${phone.slice(-4)}`;
}

/** What is said instead of where a username's codes go. */
export const HIDDEN = "•••";

/** The masked form of an identifier, whichever type it has. Of a username nothing is left. */
export function maskIdentifier({ type, value }: { type: "email" | "phone" | "username"; value: string }): string {
  if (type === "username") return HIDDEN;
  return type === "email" ? maskEmail(value) : maskPhone(value);
}
