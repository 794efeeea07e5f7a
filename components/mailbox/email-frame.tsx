import type { MailboxRoute } from "./mailbox-route";

export type EmailFrameProps = {
  /** The page of the Mailbox that holds the message. */
  path: MailboxRoute;
  id: string;
  scheme: "light" | "dark";
};

/**
 * The email as a reader sees it, in a frame that runs no script and belongs to no origin. It is loaded, not written into
 * the page: so it has a policy of its own, and the page's can be strict.
 */
export function EmailFrame({ path, id, scheme }: EmailFrameProps) {
  return (
    <iframe
      title={scheme === "dark" ? "Email in dark mode" : "Email"}
      sandbox=""
      src={`${path}/${id}/email?scheme=${scheme}`}
      className={`block h-[44rem] w-full ${scheme === "dark" ? "bg-[#121212] scheme-dark" : "bg-[#fff] scheme-light"}`}
    />
  );
}
