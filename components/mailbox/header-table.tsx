import { Table } from "@/components/ui/table";

/** The headers that went out with a message. */
export function HeaderTable({ headers }: { headers: readonly { name: string; value: string }[] }) {
  return (
    <Table label="Message headers">
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Value</th>
        </tr>
      </thead>
      <tbody>
        {headers.map((header, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a header may occur twice, and a sent message never changes
          <tr key={`${index}-${header.name}`}>
            <th scope="row">{header.name}</th>
            <td className="font-code text-12">{header.value}</td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
