import type { Metadata } from "next";
import Link from "next/link";
import { CustomerList } from "@/components/operator/customer-list";
import { CustomerSearch } from "@/components/operator/customer-search";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { PLAN_NAMES, PLANS } from "@/lib/billing";
import { isNinepinError } from "@/lib/core/errors";
import { listCustomers } from "@/lib/customers";
import { CustomersQuery } from "@/lib/customers/customer-contract";
import { requireOperator } from "../../access";

export const metadata: Metadata = { title: "Customers" };

const PER_PAGE = "50";

type Search = Record<string, string | string[] | undefined>;

export default async function OperatorCustomersPage({ searchParams }: { searchParams: Promise<Search> }) {
  const { deps, asking } = await requireOperator();
  const search = readSearch(await searchParams);
  const query = CustomersQuery.safeParse({ ...search, limit: PER_PAGE });
  const page = query.success ? await orNone(listCustomers(deps, asking, query.data)) : NONE;
  const { cursor: _, ...filter } = search;
  const filtered = Object.keys(filter).length > 0;
  return (
    <>
      <PageHeader title="Customers" description="Everybody with an account on this installation, newest first.">
        <LinkButton href="/operator/customers/new" variant="primary">
          Register a customer
        </LinkButton>
      </PageHeader>
      <CustomerSearch filter={filter} plans={PLAN_NAMES.map((name) => ({ name, title: PLANS[name].title }))} />
      {page.data.length === 0 ? (
        <div className="rounded-3 border border-line bg-surface">
          <EmptyState title={filtered ? "Nobody fits" : "No customers yet"}>
            {filtered
              ? "Search for a part of a name, of a member’s address or of a project, or for a whole id."
              : "Whoever signs up, or is registered by you, stands here."}
          </EmptyState>
        </div>
      ) : (
        <CustomerList rows={page.data.map((customer) => ({ ...customer, planTitle: PLANS[customer.plan].title }))} />
      )}
      {page.nextCursor ? (
        <p className="mt-3">
          <Link
            href={{ pathname: "/operator/customers", query: { ...filter, cursor: page.nextCursor } }}
            className="link"
          >
            Older customers
          </Link>
        </p>
      ) : null}
    </>
  );
}

const NONE = { data: [], nextCursor: null };

/** A cursor that was cut short leads to an empty page, not to an error. */
async function orNone(page: ReturnType<typeof listCustomers>) {
  try {
    return await page;
  } catch (error) {
    if (isNinepinError(error)) return NONE;
    throw error;
  }
}

/** What the address bar says, without what a form leaves empty. */
function readSearch(search: Search): { search?: string; plan?: string; status?: string; cursor?: string } {
  const of = (name: string) => {
    const value = search[name];
    const typed = typeof value === "string" ? value.replaceAll("\0", "") : "";
    return typed.trim() === "" ? {} : { [name]: typed };
  };
  return { ...of("search"), ...of("plan"), ...of("status"), ...of("cursor") };
}
