"use client";

import { describeChange } from "@/components/sync/field-change";
import { fieldTitle } from "@/components/sync/field-titles";
import { Button } from "@/components/ui/controls/button";
import { Dialog } from "@/components/ui/controls/dialog";
import { Table, TableCell, TableRow } from "@/components/ui/data/table";
import { RelativeTime } from "@/components/ui/text/relative-time";
import type { Sync, SyncPatch } from "@/lib/admin/syncs/sync";
import type { ConnectorDefinition } from "@/lib/engine/connectors/connector";
import { differingPaths, patchedFields, savedFields } from "./changed-fields";

export interface Conflict {
  /** As it was when this person began to edit. */
  readonly base: Sync;
  /** As somebody else saved it since. */
  readonly theirs: Sync;
  /** What this person changed. */
  readonly patch: SyncPatch;
}

interface ConflictDialogProps extends Conflict {
  readonly definition: ConnectorDefinition;
  readonly onClose: () => void;
  readonly onTakeTheirs: () => void;
  readonly onSaveMine: (conflict: Conflict) => Promise<void>;
}

const COLUMNS = [
  { key: "field", title: "Field" },
  { key: "theirs", title: "Saved now" },
  { key: "mine", title: "With your edits" },
];

/** Somebody saved this sync meanwhile: shows what differs and lets the person choose. */
export function ConflictDialog(props: ConflictDialogProps) {
  const { definition, base, theirs, patch } = props;
  const now = savedFields(theirs);
  const mine = patchedFields(theirs, patch);
  const theirPaths = new Set(differingPaths(savedFields(base), now));
  const myPaths = new Set(differingPaths(now, mine));
  return (
    <Dialog
      title="This sync was changed meanwhile"
      size="lg"
      isOpen
      onOpenChange={props.onClose}
      footer={
        <>
          <Button onPress={props.onClose}>Keep editing</Button>
          <Button onPress={props.onTakeTheirs}>Discard my edits</Button>
          <Button kind="primary" onPress={() => void props.onSaveMine({ base, theirs, patch })}>
            Save my edits over it
          </Button>
        </>
      }
    >
      <p className="text-muted">
        <strong className="text-ink">{theirs.updatedBy}</strong> saved it{" "}
        <RelativeTime at={theirs.updatedAt.toISOString()} />, after you began to edit. Nothing of
        yours was saved yet. What you did not edit stays as it is saved now.
      </p>
      <Table label="Differences" columns={COLUMNS} stacked>
        {[...new Set([...theirPaths, ...myPaths])].map((path) => {
          const { from, to } = describeChange(definition, path, now.get(path), mine.get(path));
          return (
            <TableRow key={path}>
              <TableCell className="align-top font-medium">
                {fieldTitle(definition, path)}
                <span className="block font-normal text-muted text-xs">
                  {whose(theirPaths.has(path), myPaths.has(path))}
                </span>
              </TableCell>
              <TableCell label="Saved now" className="whitespace-pre-line break-words align-top">
                {from}
              </TableCell>
              <TableCell
                label="With your edits"
                className="whitespace-pre-line break-words align-top"
              >
                {to}
              </TableCell>
            </TableRow>
          );
        })}
      </Table>
    </Dialog>
  );
}

function whose(theirs: boolean, mine: boolean): string {
  if (theirs && mine) return "changed by both";
  return theirs ? "changed meanwhile" : "changed by you";
}
