export type CodeEmailProps = { app: string; domain: string; code: string };

/** The default email, as it lands: the row in the inbox, then the message. */
export function CodeEmail({ app, domain, code }: CodeEmailProps) {
  const groups = code.match(/\d{3}/g) ?? [code];
  return (
    <div className="overflow-clip rounded-4 border border-line bg-surface">
      <div className="flex items-baseline gap-4 border-line border-b bg-sunken px-5 py-3 text-13">
        <span className="font-semibold">{app}</span>
        <span className="min-w-0 truncate">
          <span className="font-medium">{`${code} is your ${app} code`}</span>
          <span className="text-muted">{` ${code} works for 10 minutes.`}</span>
        </span>
      </div>
      <div className="p-5 sm:p-8">
        <p className="font-semibold text-15">{app}</p>
        <p className="mt-5 font-semibold text-18">Your sign-in code</p>
        <p className="mt-1 text-15 text-muted">
          Enter this code at <strong className="font-semibold text-ink">{domain}</strong>. It works once, for
          {" 10\u00a0minutes."}
        </p>
        <p className="mt-5 flex justify-center gap-[0.4em] rounded-2 border border-line-strong bg-canvas px-3 py-4 font-code font-medium text-28">
          {groups.map((group) => (
            <span key={group}>{group}</span>
          ))}
        </p>
        <p className="mt-5 text-muted">
          <strong className="font-semibold text-ink">Keep this code to yourself.</strong>
          {` ${app} staff will never ask for it by phone, chat or email.`}
        </p>
      </div>
    </div>
  );
}
