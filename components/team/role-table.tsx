import { IconCheck } from "@tabler/icons-react";
import { Table } from "@/components/ui/table";

const ROLES = ["Owner", "Admin", "Developer", "Viewer"] as const;

/** What may be done, by how many of the roles, from the first on. */
const RIGHTS = [
  { right: "Read everything here", roles: 4 },
  { right: "Create, rotate and revoke keys", roles: 3 },
  { right: "Change settings and webhooks", roles: 3 },
  { right: "See whole addresses and numbers", roles: 2 },
  { right: "Keep reviewers and read their codes", roles: 2 },
  { right: "Rename the company and its apps", roles: 2 },
  { right: "Delete the whole account", roles: 1 },
] as const;

/** The roles side by side; in a narrow window, by right, in words. */
export function RoleTable() {
  return (
    <>
      <div className="max-md:hidden">
        <Rights />
      </div>
      <dl className="divide-y divide-line md:hidden">
        {RIGHTS.map(({ right, roles }) => (
          <div key={right} className="px-4 py-2.5">
            <dt>{right}</dt>
            <dd className="text-13 text-muted">{ROLES.slice(0, roles).join(", ")}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function Rights() {
  return (
    <Table label="Roles">
      <thead>
        <tr>
          <th scope="col">Right</th>
          {ROLES.map((role) => (
            <th key={role} scope="col">
              {role}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {RIGHTS.map(({ right, roles }) => (
          <tr key={right}>
            <th scope="row" className="font-normal">
              {right}
            </th>
            {ROLES.map((role, index) => (
              <td key={role}>
                {index < roles ? (
                  <span className="inline-flex items-center gap-1 text-brand-text">
                    <IconCheck size={16} stroke={1.75} aria-hidden="true" />
                    Yes
                  </span>
                ) : (
                  <span className="text-subtle">No</span>
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
