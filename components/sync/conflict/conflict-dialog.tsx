"use client";

import { differingPaths, savedFields } from "@/components/sync/conflict/changed-fields";
import { describeChange } from "@/components/sync/field-change";
import { fieldTitle } from "@/components/sync/field-titles";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { RelativeTime } from "@/components/ui/relative-time";
import { Table, TableCell, TableRow } from "@/components/ui/table";
import type { Sync } from "@/lib/syncs/sync";

interface ConflictDialogProps {
  /** As it was when this person began to edit. */
  readonly base: Sync;
  /** As somebody else saved it since. */
  readonly theirs: Sync;
  /** As this person wants it. */
  readonly mine: Pick<Sync, "name" | "enabled" | "config" | "settings">;
  readonly onClose: () => void;
  readonly onTakeTheirs: (theirs: Sync) => void;
  readonly onSaveMine: () => void;
}

const COLUMNS = [
  { key: "field", title: "Field" },
  { key: "theirs", title: "Saved now" },
  { key: "mine", title: "Yours" },
];

/** Somebody saved this sync meanwhile: shows what differs and lets the person choose. */
export function ConflictDialog(props: ConflictDialogProps) {
  const { base, theirs, mine } = props;
  const theirFields = savedFields(theirs);
  const myFields = savedFields(mine);
  const changed = new Set(differingPaths(savedFields(base), theirFields));
  const paths = differingPaths(theirFields, myFields);
  const sides = (path: string) => describeChange(path, theirFields.get(path), myFields.get(path));
  return (
    <Dialog
      title="This sync was changed meanwhile"
      size="lg"
      isOpen
      onOpenChange={props.onClose}
      footer={
        <>
          <Button onPress={props.onClose}>Keep editing</Button>
          <Button onPress={() => props.onTakeTheirs(theirs)}>Discard my edits</Button>
          <Button kind="primary" onPress={props.onSaveMine}>
            Save mine over it
          </Button>
        </>
      }
    >
      <p className="text-muted">
        <strong className="text-ink">{theirs.updatedBy}</strong> saved it{" "}
        <RelativeTime at={theirs.updatedAt.toISOString()} />, after you began to edit. Nothing of
        yours was saved yet.
      </p>
      {paths.length === 0 ? (
        <p>What was saved is the same as what you have.</p>
      ) : (
        <Table label="Differences" columns={COLUMNS}>
          {paths.map((path) => (
            <TableRow key={path}>
              <TableCell className="align-top font-medium">
                {fieldTitle(path)}
                {changed.has(path) && (
                  <span className="block font-normal text-muted text-xs">changed meanwhile</span>
                )}
              </TableCell>
              <TableCell className="whitespace-pre-line break-words align-top">
                {sides(path).from}
              </TableCell>
              <TableCell className="whitespace-pre-line break-words align-top">
                {sides(path).to}
              </TableCell>
            </TableRow>
          ))}
        </Table>
      )}
    </Dialog>
  );
}
