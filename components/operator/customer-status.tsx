import { Status } from "@/components/ui/status";
import type { Customer } from "@/lib/customers/customer-contract";

/** What a customer may do, in a word. */
export function CustomerStatusMark({ customer }: { customer: Pick<Customer, "status" | "deleteAfter"> }) {
  if (customer.status === "cancelled") return <Status kind="expired">Cancelled</Status>;
  if (customer.status === "suspended") return <Status kind="blocked">Suspended</Status>;
  if (customer.deleteAfter) return <Status kind="waiting">To be deleted</Status>;
  return <Status kind="verified">Active</Status>;
}
