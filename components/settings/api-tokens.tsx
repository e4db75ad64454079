import { KeyRound } from "lucide-react";
import { Card } from "@/components/ui/data/card";
import { EmptyState } from "@/components/ui/data/empty-state";
import { type Column, Table, TableCell, TableRow } from "@/components/ui/data/table";
import { RelativeTime } from "@/components/ui/text/relative-time";
import type { ApiToken } from "@/lib/admin/access/api-token";
import type { ActionResult } from "@/lib/web/action-result";
import { CreateTokenButton } from "./create-token-button";
import { RemoveButton } from "./remove-button";
import { scopeLabel } from "./scope-label";

const COLUMNS: readonly Column[] = [
  { key: "name", title: "Name" },
  { key: "scopes", title: "May" },
  { key: "created", title: "Created", wideOnly: true },
  { key: "used", title: "Last used" },
  { key: "expires", title: "Expires" },
  { key: "actions", title: <span className="sr-only">Actions</span> },
];

interface ApiTokensProps {
  readonly projectId: number;
  readonly tokens: readonly ApiToken[];
  readonly create: Parameters<typeof CreateTokenButton>[0]["create"];
  readonly revoke: (input: { id: number }) => Promise<ActionResult<unknown>>;
}

/** Tokens of the management API. */
export function ApiTokens({ projectId, tokens, create, revoke }: ApiTokensProps) {
  return (
    <Card
      title="API tokens"
      description="For programs that manage destinations over the management API."
      flush
      actions={<CreateTokenButton projectId={projectId} create={create} />}
    >
      {tokens.length === 0 ? (
        <EmptyState icon={<KeyRound aria-hidden size={22} />} title="No API tokens yet">
          Create one for a deployment script or for a scheduler that runs the pipeline.
        </EmptyState>
      ) : (
        <Table label="API tokens" columns={COLUMNS}>
          {tokens.map((token) => (
            <TableRow key={token.id}>
              <TableCell>
                <p className="font-medium">{token.name}</p>
                <p className="font-mono text-muted text-xs">…{token.lastFour}</p>
              </TableCell>
              <TableCell className="text-sm">
                {token.scopes.map(scopeLabel).join(", ")}
                <p className="text-muted text-xs">{token.projectName ?? "Every project"}</p>
              </TableCell>
              <TableCell wideOnly className="text-muted text-sm">
                <RelativeTime at={token.createdAt.toISOString()} />
                {token.createdBy && <p>by {token.createdBy}</p>}
              </TableCell>
              <TableCell className="text-muted text-sm">
                {token.lastUsedAt ? <RelativeTime at={token.lastUsedAt.toISOString()} /> : "Never"}
              </TableCell>
              <TableCell className="text-muted text-sm">
                {token.expiresAt ? <RelativeTime at={token.expiresAt.toISOString()} /> : "Never"}
              </TableCell>
              <TableCell align="right">
                <RemoveButton
                  id={token.id}
                  label={`Revoke ${token.name}`}
                  verb="Revoke"
                  title="Revoke API token"
                  remove={revoke}
                >
                  Programs that use {token.name} are refused from now on. This cannot be undone.
                </RemoveButton>
              </TableCell>
            </TableRow>
          ))}
        </Table>
      )}
    </Card>
  );
}
