import { connectorOf } from "@/lib/destinations/registry";
import type { Prisma } from "@/lib/postgres/generated/client";
import { isOtherAccount } from "@/lib/syncs/other-account";
import type { PlannedUpdate } from "@/lib/syncs/planned-update";
import { mergeSecrets, sealSecrets } from "@/lib/syncs/secrets";
import { type SyncRow, storedConfig } from "@/lib/syncs/sync-row";
import { toJsonColumn } from "@/lib/syncs/write-sync";
import type { Context } from "@/lib/verbs/context";

/** The columns that a save changes. The secrets are rewritten only when one was entered or removed. */
export function toUpdateData(
  ctx: Pick<Context, "cipher">,
  row: SyncRow,
  { state, secrets, hints }: PlannedUpdate,
  by: { readonly name: string; readonly at: Date },
): Prisma.SyncUpdateInput {
  const secretsChanged = Object.keys(secrets).length > 0;
  const { definition } = connectorOf(row.partner);
  const isOther = secretsChanged || isOtherAccount(definition, storedConfig(row), state.config);
  return {
    name: state.name,
    enabled: state.enabled,
    config: toJsonColumn(state.config),
    settings: toJsonColumn(state.settings),
    version: row.version + 1,
    updatedAt: by.at,
    updatedBy: by.name,
    ...(state.enabled && !row.enabled ? { enabledAt: by.at } : {}),
    ...(state.enabled ? {} : { enabledAt: null }),
    ...(isOther
      ? { credentialsChangedAt: by.at, credentialsCheckedAt: null, credentialsRefused: null }
      : {}),
    ...(secretsChanged
      ? {
          secrets: sealSecrets(ctx, row.id, mergeSecrets(ctx, row, secrets)),
          secretHints: toJsonColumn(hints),
        }
      : {}),
  };
}
