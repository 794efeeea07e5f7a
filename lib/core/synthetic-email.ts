/**
 * The address that stands for a user who has none: their number at a domain of the customer's. Apps are shown it; nothing
 * is ever mailed to it, and nobody signs in with it.
 */
export function syntheticEmail(phone: string, domain: string): string {
  return `${phone}@${domain}`;
}

/** Whether an address, in its canonical spelling, could be somebody's synthetic one. */
export function isSyntheticEmail(email: string, domain: string | null): boolean {
  return domain !== null && /^\+\d+@/.test(email) && email.endsWith(`@${domain}`);
}
