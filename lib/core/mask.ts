/** `ada@x.dev` → `a•••@x.dev`: enough to recognise one's own address, not enough to learn another's. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf("@");
  return at < 1 ? "•••" : `${email.slice(0, 1)}•••${email.slice(at)}`;
}

/** `+14155550123` → `+1•••••••0123`: the first two characters and the last four digits. */
export function maskPhone(phone: string): string {
  return phone.length < 7 ? "•••" : `${phone.slice(0, 2)}${"•".repeat(phone.length - 6)}${phone.slice(-4)}`;
}

/** The masked form of an identifier, whichever type it has. */
export function maskIdentifier(identifier: { type: "email" | "phone"; value: string }): string {
  return identifier.type === "email" ? maskEmail(identifier.value) : maskPhone(identifier.value);
}
