import { z } from "zod";
import { parseStored, storedConfig, storedSettings } from "@/lib/engine/store/stored-sync";
import type { ProjectId, SyncId } from "@/lib/kernel/brand";
import { AppError } from "@/lib/kernel/errors";
import type { Sync as Row } from "@/lib/platform/postgres/generated/client";
import type { Sync } from "./sync";

export type SyncRow = Row;

/** A row whose ids say what they are of. */
export type KnownSync = SyncRow & { readonly id: SyncId; readonly projectId: ProjectId };

/** A stored sync for people: parsed, and without its secrets. AppError `corrupt_settings` when the row does not parse. */
export const toSync = (row: SyncRow): Sync => ({
  id: row.id as SyncId,
  projectId: row.projectId as ProjectId,
  partner: row.partner,
  name: row.name,
  enabled: row.enabled,
  config: storedConfig(row),
  settings: storedSettings(row),
  secretHints: storedHints(row),
  version: row.version,
  enabledAt: row.enabledAt,
  createdAt: row.createdAt,
  updatedAt: row.updatedAt,
  createdBy: row.createdBy,
  updatedBy: row.updatedBy,
});

/** The same for a list, in which one row that cannot be read MUST NOT hide the others. */
export function toListedSync(row: SyncRow): Sync {
  try {
    return toSync(row);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const readable = { ...row, config: {}, settings: {}, secretHints: {} };
    return { ...toSync(readable), unreadable: error.message };
  }
}

export const storedHints = (row: SyncRow): Readonly<Record<string, string>> =>
  parseStored(hintsSchema, row.secretHints, `The secret hints of sync ${row.id}`);

const hintsSchema = z.record(z.string(), z.string());
