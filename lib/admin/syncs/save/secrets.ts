import { type SyncRow, storedHints } from "@/lib/admin/syncs/sync-row";
import type { Context } from "@/lib/admin/verb/context";
import { type Secrets, secretsRow, storedSecrets } from "@/lib/engine/store/stored-sync";
import type { SyncId } from "@/lib/kernel/brand";

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
  return kept.length === 0 ? changes : { ...storedSecrets(row, ctx.cipher), ...changes };
}
