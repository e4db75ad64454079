import Link from "next/link";
import { type Column, Table, TableCell, TableRow } from "@/components/ui/data/table";
import { RelativeTime } from "@/components/ui/text/relative-time";
import type { FoundPerson } from "@/lib/admin/people/person";
import { personTitle } from "./person-title";

const COLUMNS: readonly Column[] = [
  { key: "user", title: "User ID" },
  { key: "id", title: "Amplitude ID", wideOnly: true },
  { key: "first", title: "First seen" },
  { key: "updated", title: "Properties updated" },
];

export function UsersTable({ people }: { readonly people: readonly FoundPerson[] }) {
  return (
    <Table label="Users" columns={COLUMNS}>
      {people.map((person) => (
        <TableRow key={person.id}>
          <TableCell>
            <Link
              href={`/projects/${person.projectId}/users/${person.id}`}
              className="[overflow-wrap:anywhere] rounded font-medium text-link underline-offset-2 hover:underline"
            >
              {personTitle(person)}
            </Link>
            {person.foundBy?.property && (
              <p className="[overflow-wrap:anywhere] text-muted text-xs">
                {person.foundBy.property}: {person.foundBy.value}
              </p>
            )}
          </TableCell>
          <TableCell wideOnly className="tabular text-muted">
            {person.id}
          </TableCell>
          <TableCell>
            <RelativeTime at={person.firstSeen.toISOString()} />
          </TableCell>
          <TableCell>
            <RelativeTime at={person.updatedAt.toISOString()} />
          </TableCell>
        </TableRow>
      ))}
    </Table>
  );
}
