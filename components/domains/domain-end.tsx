"use client";

import { useRouter } from "next/navigation";
import type { EnvironmentRoute } from "@/components/frame/paths";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Time } from "@/components/ui/time";
import { useToast } from "@/components/ui/toast";

export type SharedLinksProps = {
  links: readonly { createdAt: Date; expiresAt: Date }[];
  revoke: () => Promise<string | undefined>;
};

/** The links to the records that work now, and their end. */
export function SharedLinks({ links, revoke }: SharedLinksProps) {
  const toast = useToast();
  const [newest] = links;
  if (!newest) return null;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 text-13">
      <p>
        {links.length === 1 ? "One link shows" : `${links.length} links show`} these records without an account. The
        newest ends <Time value={newest.expiresAt} />.
      </p>
      <ConfirmDialog
        title="Take the links back?"
        confirmLabel="Take back"
        pendingLabel="Taking back"
        danger
        trigger={<Button size="small">Take back</Button>}
        onConfirm={async () => {
          const problem = await revoke();
          if (problem === undefined) toast({ title: "Links taken back" });
          return problem;
        }}
      >
        Whoever opens one sees that there is nothing any more.
      </ConfirmDialog>
    </div>
  );
}

export type DeleteDomainProps = {
  domain: string;
  path: EnvironmentRoute;
  remove: () => Promise<string | undefined>;
};

/** The end of a domain. */
export function DeleteDomain({ domain, path, remove }: DeleteDomainProps) {
  const router = useRouter();
  return (
    <ConfirmDialog
      title="Delete this domain?"
      confirmLabel="Delete domain"
      pendingLabel="Deleting"
      danger
      typeToConfirm={domain}
      trigger={<Button variant="danger">Delete domain</Button>}
      onConfirm={async () => {
        const problem = await remove();
        if (problem === undefined) router.push(path);
        return problem;
      }}
    >
      Mail comes from our own address from then on. Added again, the domain has new records.
    </ConfirmDialog>
  );
}
