import type { Metadata } from "next";
import Link from "next/link";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { Table } from "@/components/ui/table";
import { errorRows } from "./rows";

export const metadata: Metadata = { title: "Errors" };

export default function ErrorsPage() {
  return (
    <>
      <PageHeader
        title="Errors"
        description="Every error is an RFC 9457 problem with a code that never changes. Its type is the address of its page here."
      />
      <Card padded={false}>
        <Table label="Errors">
          <thead>
            <tr>
              <th scope="col">Code</th>
              <th scope="col">Status</th>
              <th scope="col">Meaning</th>
            </tr>
          </thead>
          <tbody>
            {errorRows().map(({ code, status, title }) => (
              <tr key={code}>
                <th scope="row">
                  <Link href={`/docs/errors/${code}`} className="link font-code text-12">
                    {code}
                  </Link>
                </th>
                <td className="num">{status}</td>
                <td>{title}</td>
              </tr>
            ))}
          </tbody>
        </Table>
      </Card>
    </>
  );
}
