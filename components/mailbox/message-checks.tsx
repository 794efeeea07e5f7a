import { Status } from "@/components/ui/status";
import { checksOf } from "./checks";
import type { Message } from "./message";

/** What a mail would meet on its way, one line each. */
export function MessageChecks({ message, html }: { message: Message; html: string }) {
  return (
    <ul aria-label="Checks" className="divide-y divide-line">
      {checksOf({ ...message, html }).map(({ what, good, found }) => (
        <li key={what} className="flex flex-wrap items-baseline gap-x-4 gap-y-0.5 px-4 py-2">
          <span className="w-36 shrink-0 font-medium">
            <Status kind={good ? "verified" : "failed"}>{what}</Status>
          </span>
          <span className="min-w-0 flex-1 basis-56 break-words text-13">
            <span className="sr-only">{good ? "Good: " : "Look at this: "}</span>
            {found}
          </span>
        </li>
      ))}
    </ul>
  );
}
