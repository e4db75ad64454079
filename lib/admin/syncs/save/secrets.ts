import { parseStored, type SyncRow, secretsRow, storedHints } from "@/lib/admin/syncs/sync-row";
import type { Context } from "@/lib/admin/verb/context";
import { storedSecretsSchemaOf } from "@/lib/engine/connectors/parameters";
import { connectorOf } from "@/lib/engine/connectors/registry";
import type { SyncId } from "@/lib/kernel/brand";

export type Secrets = Readonly<Record<string, string | undefined>>;

/** The stored secrets in clear, by parameter id. AppError `unavailable` when the key is not the right one. */
export function openSecrets(ctx: Pick<Context, "cipher">, row: SyncRow): Secrets {
  if (row.secrets.length === 0) return {};
  const text = ctx.cipher.decrypt(row.secrets, secretsRow(row.id));
  return parseStored(
    storedSecretsSchemaOf(connectorOf(row.partner).definition.parameters),
    JSON.parse(text),
    `The credentials of sync ${row.id}`,
  );
}

/** Encrypts what is set; nothing set is stored as nothing. */
export function sealSecrets(
  ctx: Pick<Context, "cipher">,
  syncId: SyncId,
  secrets: Secrets,
): Uint8Array<ArrayBuffer> {
  const set = Object.entries(secrets).filter(([, value]) => value !== undefined);
  if (set.length === 0) return new Uint8Array();
  return ctx.cipher.encrypt(JSON.stringify(Object.fromEntries(set)), secretsRow(syncId));
}

/** Stored secrets with changes on top. What is replaced need not be readable: so a lost key can be got over. */
export function mergeSecrets(
  ctx: Pick<Context, "cipher">,
  row: SyncRow,
  changes: Secrets,
): Secrets {
  const kept = Object.keys(storedHints(row)).filter((id) => !(id in changes));
  return kept.length === 0 ? changes : { ...openSecrets(ctx, row), ...changes };
}
