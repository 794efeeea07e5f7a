import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { CopyButton } from "@/components/ui/copy-button";
import type { Outcome } from "@/components/ui/outcome";
import { Status } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import { ChangeAccount } from "./change-account";
import { EventStreams } from "./event-streams";
import type { AccountView, OfferedView, TestedView } from "./provider-view";
import { TestAccount } from "./test-account";

/** What can be done with one account; nothing for those who may only look. */
export type AccountActions = {
  save: (form: FormData) => Promise<Outcome<null>>;
  remove: () => Promise<string | undefined>;
  /** Not in test, which nothing leaves. */
  test: ((form: FormData) => Promise<Outcome<TestedView>>) | null;
};

export type AccountListProps = {
  accounts: readonly { account: AccountView; provider: OfferedView | undefined; actions: AccountActions | null }[];
  email: string;
};

/** The customer's own accounts, each with how it went last. */
export function AccountList({ accounts, email }: AccountListProps) {
  return (
    <ul aria-label="Your accounts" className="divide-y divide-line">
      {accounts.map(({ account, provider, actions }) => (
        <li key={account.id} className="flex flex-wrap items-start gap-x-4 gap-y-3 px-4 py-3">
          <div className="grid min-w-0 flex-1 basis-64 gap-1">
            <p className="flex flex-wrap items-center gap-2">
              <span className="break-words font-medium">{account.label}</span>
              {account.label === account.title ? null : <Badge>{account.title}</Badge>}
            </p>
            {account.lacksSender ? <NoSender /> : <LastUse account={account} />}
            {account.callbackUrl ? (
              <p className="flex flex-wrap items-center gap-1 text-13 text-muted">
                For delivery status, have {account.title} call
                <CopyButton value={account.callbackUrl} label={`the callback address of ${account.label}`}>
                  this address
                </CopyButton>
              </p>
            ) : null}
            {account.provider === "twilio_verify" && account.callbackUrl ? <EventStreams /> : null}
          </div>
          {actions ? (
            <div className="flex flex-wrap gap-2">
              {actions.test ? <TestAccount account={account} email={email} send={actions.test} /> : null}
              {provider ? <ChangeAccount account={account} provider={provider} save={actions.save} /> : null}
              <ConfirmDialog
                title={`Delete ${account.label}?`}
                confirmLabel="Delete account"
                pendingLabel="Deleting"
                danger
                trigger={
                  <Button size="small" variant="danger" aria-label={`Delete ${account.label}`}>
                    Delete
                  </Button>
                }
                onConfirm={actions.remove}
              >
                Nothing more is sent through it. At {account.title} itself nothing changes.
              </ConfirmDialog>
            </div>
          ) : null}
        </li>
      ))}
    </ul>
  );
}

/** Of an account that is older than the rule, or whose domain is lost. */
function NoSender() {
  return (
    <p className="grid gap-0.5 text-13">
      <Status kind="failed">Passed over</Status>
      <span className="text-muted">
        Nothing says what its mail comes from. Enter a From address under Change, or verify a domain.
      </span>
    </p>
  );
}

/** How it went last: what is newer, a message that was taken or one that was not. */
function LastUse({ account: { lastAcceptedAt, lastErrorAt, lastErrorWords } }: { account: AccountView }) {
  if (lastErrorAt && (!lastAcceptedAt || lastErrorAt > lastAcceptedAt)) {
    return (
      <p className="flex flex-wrap items-center gap-x-2 text-13">
        <Status kind="failed">Failed</Status>
        <span className="text-muted">
          <Time value={lastErrorAt} />: {lastErrorWords}
        </span>
      </p>
    );
  }
  if (!lastAcceptedAt) return <p className="text-13 text-muted">Not used yet.</p>;
  return (
    <p className="flex flex-wrap items-center gap-x-2 text-13">
      <Status kind="verified">Working</Status>
      <span className="text-muted">
        Took a message <Time value={lastAcceptedAt} />
      </span>
    </p>
  );
}
