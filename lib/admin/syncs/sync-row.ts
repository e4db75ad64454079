import { z } from "zod";
import { sentence, toFieldErrors } from "@/lib/admin/verb/guards";
import { issueWords } from "@/lib/admin/verb/issue-words";
import { type ConnectorConfig, storedConfigSchemaOf } from "@/lib/engine/connectors/parameters";
import { connectorOf } from "@/lib/engine/connectors/registry";
import { type Settings, settingsSchema } from "@/lib/engine/pipeline/transform/settings";
import type { ProjectId, SyncId } from "@/lib/kernel/brand";
import { AppError } from "@/lib/kernel/errors";
import type { Sync as Row } from "@/lib/platform/postgres/generated/client";
import type { Sync } from "./sync";

export type SyncRow = Row;

/** A row whose ids say what they are of. */
export type KnownSync = SyncRow & { readonly id: SyncId; readonly projectId: ProjectId };

/** The row that a sync's secrets are bound to. */
export const secretsRow = (syncId: number) => `sync:${syncId}`;

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

/** What a row holds as JSON, whoever read it. */
interface Stored {
  readonly id: number;
  readonly partner: string;
  readonly config: unknown;
  readonly settings: unknown;
}

export const storedConfig = (row: Omit<Stored, "settings">): ConnectorConfig =>
  parseStored(
    storedConfigSchemaOf(connectorOf(row.partner).definition.parameters),
    row.config,
    `The config of sync ${row.id}`,
  );

export const storedSettings = (row: Pick<Stored, "id" | "settings">): Settings =>
  parseStored(settingsSchema, row.settings, `The settings of sync ${row.id}`);

export const storedHints = (row: SyncRow): Readonly<Record<string, string>> =>
  parseStored(hintsSchema, row.secretHints, `The secret hints of sync ${row.id}`);

const hintsSchema = z.record(z.string(), z.string());

/** A JSON column as its schema says. */
export function parseStored<S extends z.ZodType>(
  schema: S,
  value: unknown,
  what: string,
): z.output<S> {
  const parsed = schema.safeParse(value, { error: issueWords });
  if (parsed.success) return parsed.data;
  const why = toFieldErrors(parsed.error).map(sentence).join("; ");
  throw new AppError("corrupt_settings", `${what} cannot be read: ${why}`);
}
