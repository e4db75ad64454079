import { Allowed } from "@/components/shell/rights";
import { CopyButton } from "@/components/ui/controls/copy-button";
import { Card } from "@/components/ui/data/card";
import { type Column, Table, TableCell, TableRow } from "@/components/ui/data/table";
import { RelativeTime } from "@/components/ui/text/relative-time";
import type { IngestionKey } from "@/lib/admin/projects/ingestion-key";
import type { ActionResult } from "@/lib/web/action-result";
import { CreateKeyButton } from "./create-key-button";
import { RevokeKeyButton } from "./revoke-key-button";

const COLUMNS: readonly Column[] = [
  { key: "label", title: "Label" },
  { key: "key", title: "API key" },
  { key: "created", title: "Created", wideOnly: true },
  { key: "used", title: "Last used" },
  { key: "actions", title: <span className="sr-only">Actions</span> },
];

interface IngestionKeysProps {
  readonly projectId: number;
  readonly keys: readonly IngestionKey[];
  readonly create: (input: { projectId: number; label: string }) => Promise<ActionResult<unknown>>;
  readonly revoke: (input: { projectId: number; id: number }) => Promise<ActionResult<unknown>>;
}

/** All keys that uploads may name: one for each app, so that one can be exchanged without the others. */
export function IngestionKeys({ projectId, keys, create, revoke }: IngestionKeysProps) {
  return (
    <Card
      title="All API keys"
      description="To exchange one: create another, let the app send with it, then revoke the old one."
      flush
      actions={
        <Allowed right="project:write">
          <CreateKeyButton projectId={projectId} create={create} />
        </Allowed>
      }
    >
      <Table label="API keys" columns={COLUMNS}>
        {keys.map(({ id, key, label, createdAt, createdBy, lastUsedAt }) => (
          <TableRow key={id}>
            <TableCell className="font-medium">{label}</TableCell>
            <TableCell>
              <span className="flex items-center gap-1">
                <span className="break-all font-mono text-xs">{key}</span>
                <CopyButton text={key} label={`Copy the key ${label}`} iconOnly />
              </span>
            </TableCell>
            <TableCell wideOnly className="text-muted text-sm">
              <RelativeTime at={createdAt.toISOString()} />
              {createdBy !== "" && <p>by {createdBy}</p>}
            </TableCell>
            <TableCell className="text-muted text-sm">
              {lastUsedAt ? <RelativeTime at={lastUsedAt.toISOString()} /> : "Never"}
            </TableCell>
            <TableCell align="right">
              {keys.length > 1 && (
                <Allowed right="project:write">
                  <RevokeKeyButton projectId={projectId} id={id} label={label} revoke={revoke} />
                </Allowed>
              )}
            </TableCell>
          </TableRow>
        ))}
      </Table>
    </Card>
  );
}
