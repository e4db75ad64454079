import type { KnownSync } from "@/lib/admin/syncs/sync-row";
import { isOtherAccount } from "@/lib/admin/syncs/test/other-account";
import type { Context } from "@/lib/admin/verb/context";
import { connectorOf } from "@/lib/engine/connectors/registry";
import { storedConfig } from "@/lib/engine/store/stored-sync";
import type { Prisma } from "@/lib/platform/postgres/generated/client";
import type { PlannedUpdate } from "./planned-update";
import { mergeSecrets, sealSecrets } from "./secrets";
import { toJsonColumn } from "./write-sync";

/** The columns that a save changes. The secrets are rewritten only when one was entered or removed. */
export function toUpdateData(
  ctx: Pick<Context, "cipher">,
  row: KnownSync,
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
