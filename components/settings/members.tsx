import { Card } from "@/components/ui/data/card";
import { type Column, Table, TableCell, TableRow } from "@/components/ui/data/table";
import { RelativeTime } from "@/components/ui/text/relative-time";
import type { User } from "@/lib/admin/access/user";
import type { ActionResult } from "@/lib/web/action-result";
import { AddMemberButton } from "./add-member-button";
import { RemoveButton } from "./remove-button";

const COLUMNS: readonly Column[] = [
  { key: "name", title: "Name" },
  { key: "email", title: "Email" },
  { key: "seen", title: "Last sign-in" },
  { key: "actions", title: <span className="sr-only">Actions</span> },
];

interface MembersProps {
  readonly members: readonly User[];
  readonly ownId: number;
  readonly add: Parameters<typeof AddMemberButton>[0]["add"];
  readonly remove: (input: { id: number }) => Promise<ActionResult<unknown>>;
}

export function Members({ members, ownId, add, remove }: MembersProps) {
  return (
    <Card
      title="Members"
      description="Everybody here is an admin of every project."
      flush
      actions={<AddMemberButton add={add} />}
    >
      <Table label="Members" columns={COLUMNS} stacked>
        {members.map((member) => (
          <TableRow key={member.id}>
            <TableCell className="font-medium">
              {member.name}
              {member.id === ownId && <span className="font-normal text-muted"> (you)</span>}
            </TableCell>
            <TableCell label="Email" className="break-words">
              {member.email}
            </TableCell>
            <TableCell label="Last sign-in" className="text-muted">
              {member.lastSignInAt ? (
                <RelativeTime at={member.lastSignInAt.toISOString()} />
              ) : (
                "Never"
              )}
            </TableCell>
            <TableCell align="right">
              {member.id !== ownId && (
                <RemoveButton
                  id={member.id}
                  label={`Remove ${member.name}`}
                  verb="Remove"
                  title="Remove member"
                  remove={remove}
                >
                  {member.name} is signed out at once and cannot sign in any more. What they made
                  stays.
                </RemoveButton>
              )}
            </TableCell>
          </TableRow>
        ))}
      </Table>
    </Card>
  );
}
