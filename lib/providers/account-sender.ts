import { isNinepinError } from "@/lib/core/errors";
import type { Entered } from "@/lib/delivery/deliver";
import { senderOf } from "@/lib/delivery/sender-of";
import type { Deps, Environment } from "@/lib/ports";
import { canonicalEmail } from "@/lib/users/identifier";

/** Said where an account for email has nothing to send from. */
export const NO_SENDER = "Enter the address that this account sends from, or verify a domain first";

/**
 * Whether an account carries email and nothing says where it comes from: neither the account nor a verified domain. It is
 * passed over: nobody's own account sends as the installation.
 */
export function lacksSender(
  deps: Pick<Deps, "clock" | "delivery" | "keyring">,
  environment: Environment,
  provider: string,
  config: Entered,
): boolean {
  const isEmail = deps.delivery.offered().some(({ name, channels }) => name === provider && channels.includes("email"));
  return isEmail && config.from === undefined && senderOf(deps, environment) === null;
}

/** What was entered, its sender in the one spelling of an address. What is none stays, to be refused; so does a number. */
export function withPlainFrom(config: Entered): Entered {
  if (!config.from?.includes("@")) return config;
  try {
    return { ...config, from: canonicalEmail(config.from) };
  } catch (error) {
    if (!isNinepinError(error)) throw error;
    return config;
  }
}
