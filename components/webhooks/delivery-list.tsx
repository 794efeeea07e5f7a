import Link from "next/link";
import type { EnvironmentRoute } from "@/components/frame/paths";
import { Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { DeliveryStatus } from "./webhook-status";
import type { DeliveryView } from "./webhook-view";

export type DeliveryListProps = { deliveries: readonly DeliveryView[]; path: EnvironmentRoute; endpointId: string };

/** Deliveries, newest first. */
export function DeliveryList({ deliveries, path, endpointId }: DeliveryListProps) {
  const linkTo = (delivery: DeliveryView) => (
    <Link href={{ pathname: `${path}/${endpointId}/${delivery.id}` }} prefetch={false} className="link">
      <code className="text-12">{delivery.event}</code>
    </Link>
  );
  return (
    <div className="overflow-clip rounded-3 border border-line bg-surface">
      <div className="max-lg:hidden">
        <Table label="Deliveries">
          <thead>
            <tr>
              <th scope="col">Event</th>
              <th scope="col">Status</th>
              <th scope="col">Attempt</th>
              <th scope="col" className="text-right">
                Took
              </th>
              <th scope="col">Next try</th>
              <th scope="col">When</th>
            </tr>
          </thead>
          <tbody>
            {deliveries.map((delivery) => (
              <tr key={delivery.id}>
                <th scope="row">
                  {linkTo(delivery)}
                  <Reason delivery={delivery} />
                </th>
                <td>
                  <DeliveryStatus delivery={delivery} />
                </td>
                <td className="num">
                  {delivery.attempts} of {delivery.attemptsMax}
                </td>
                <td className="num text-right">
                  {delivery.lastAttempt ? `${delivery.lastAttempt.durationMs} ms` : "–"}
                </td>
                <td className="text-muted">{delivery.nextAttemptAt ? <Time value={delivery.nextAttemptAt} /> : "–"}</td>
                <td className="text-muted">
                  <Time value={delivery.createdAt} />
                </td>
              </tr>
            ))}
          </tbody>
        </Table>
      </div>
      <ul aria-label="Deliveries" data-rows="" className="divide-y divide-line lg:hidden">
        {deliveries.map((delivery) => (
          <li key={delivery.id} className="grid grid-cols-1 gap-1 px-4 py-2.5">
            <span className="flex items-start justify-between gap-3">
              {linkTo(delivery)}
              <DeliveryStatus delivery={delivery} />
            </span>
            <Reason delivery={delivery} />
            <span className="flex flex-wrap gap-x-3 text-13 text-muted">
              <Time value={delivery.createdAt} />
              <span className="num">
                {delivery.attempts} of {delivery.attemptsMax}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Reason({ delivery: { lastAttempt } }: { delivery: DeliveryView }) {
  if (!lastAttempt?.reason) return null;
  return (
    <span className="block max-w-[60ch] whitespace-normal break-words pb-1 font-normal text-13 text-muted">
      {lastAttempt.reason}
    </span>
  );
}
