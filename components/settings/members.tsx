"use client";

import { Card } from "@/components/ui/data/card";
import { type Column, Table, TableCell, TableRow } from "@/components/ui/data/table";
import { RelativeTime } from "@/components/ui/text/relative-time";
import type { Member } from "@/lib/admin/access/list-members";
import type { ActionResult } from "@/lib/web/action-result";
import { AddMemberButton } from "./add-member-button";
import { ChangeRoleButton, type ChangeRoleProps } from "./change-role-button";
import { RemoveButton } from "./remove-button";
import { ROLE_WORDS } from "./role-words";

const COLUMNS: readonly Column[] = [
  { key: "name", title: "Name" },
  { key: "email", title: "Email" },
  { key: "role", title: "Role" },
  { key: "seen", title: "Last sign-in" },
  { key: "actions", title: <span className="sr-only">Actions</span> },
];

interface MembersProps {
  readonly projectId: number;
  readonly members: readonly Member[];
  readonly ownId: number;
  readonly byOwner: boolean;
  readonly add: Parameters<typeof AddMemberButton>[0]["add"];
  readonly change: ChangeRoleProps["change"];
  readonly remove: (input: { projectId: number; id: number }) => Promise<ActionResult<unknown>>;
}

export function Members({ projectId, members, ownId, byOwner, add, change, remove }: MembersProps) {
  return (
    <Card
      title="Members"
      description="Who may look into this project, and what they may change."
      flush
      actions={<AddMemberButton projectId={projectId} add={add} />}
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
            <TableCell label="Role">
              {ROLE_WORDS[member.role].label}
              <span className="block text-muted text-xs">
                {member.seesPersonalData ? "Sees personal data" : "Personal data masked"}
              </span>
            </TableCell>
            <TableCell label="Last sign-in" className="text-muted">
              {member.lastSignInAt ? (
                <RelativeTime at={member.lastSignInAt.toISOString()} />
              ) : (
                "Never"
              )}
            </TableCell>
            <TableCell align="right">
              {member.id !== ownId && (byOwner || member.role !== "owner") && (
                <span className="inline-flex gap-1">
                  <ChangeRoleButton {...{ projectId, member, byOwner, change }} />
                  <RemoveButton
                    id={member.id}
                    label={`Remove ${member.name}`}
                    verb="Remove"
                    title="Remove member"
                    remove={({ id }) => remove({ projectId, id })}
                  >
                    {member.name} cannot look into this project any more, from now on. An account
                    without any project is deleted, and its API tokens with it. What they made
                    stays.
                  </RemoveButton>
                </span>
              )}
            </TableCell>
          </TableRow>
        ))}
      </Table>
    </Card>
  );
}
