import type { Context } from "@/lib/admin/verb/context";
import type { SyncId } from "@/lib/kernel/brand";
import type { VersionRef } from "./fate-verdict";

/** A version that decided. */
export interface FateVersion {
  readonly version: number;
  readonly savedAt: Date;
  /** As stored; null where nobody asked for it. */
  readonly state: unknown;
}

/** What is asked for of a version. */
export interface VersionAsked {
  readonly syncId: SyncId;
  readonly ref: VersionRef;
  /** Whether its state is needed. */
  readonly state: boolean;
}

/** Gives the version that was asked for; undefined when there is none. */
export type FateVersions = (syncId: SyncId, ref: VersionRef) => FateVersion | undefined;

/** Finds all versions that are asked for in one statement. */
export async function readVersions(
  ctx: Pick<Context, "db">,
  asked: readonly VersionAsked[],
): Promise<FateVersions> {
  const wanted = new Map<string, VersionAsked>();
  for (const one of asked) {
    const key = keyOf(one.syncId, one.ref);
    if (one.state || !wanted.has(key)) wanted.set(key, one);
  }
  const all = [...wanted.values()];
  const rows = all.length === 0 ? [] : await select(ctx, all);
  const found = new Map(rows.map(({ place, ...row }) => [[...wanted.keys()][place - 1], row]));
  return (syncId, ref) => found.get(keyOf(syncId, ref));
}

const keyOf = (syncId: SyncId, ref: VersionRef): string =>
  `${syncId} ${typeof ref === "object" ? `before ${ref.disabledBefore}` : ref}`;

const select = (ctx: Pick<Context, "db">, asked: readonly VersionAsked[]) =>
  ctx.db.$queryRaw<(FateVersion & { readonly place: number })[]>`
    SELECT a.place::int AS place, v.version, v.changed_at AS "savedAt", CASE WHEN a.state THEN v.state END AS state
    FROM unnest(
      ${asked.map(({ syncId }) => syncId)}::int[],
      ${asked.map(({ ref }) => (typeof ref === "number" ? ref : 0))}::int[],
      ${asked.map(({ ref }) => (typeof ref === "object" ? ref.disabledBefore : 0))}::int[],
      ${asked.map(({ state }) => state)}::boolean[]
    ) WITH ORDINALITY AS a(sync_id, version, disabled_before, state, place)
    CROSS JOIN LATERAL (
      SELECT CASE
        WHEN a.version > 0 THEN a.version
        WHEN a.disabled_before > 0 THEN coalesce((
          SELECT e.version FROM sync_versions e
          WHERE e.sync_id = a.sync_id AND e.version < a.disabled_before AND e.state -> 'enabled' = 'true'
          ORDER BY e.version DESC LIMIT 1
        ), 0) + 1
        ELSE (
          SELECT e.version FROM sync_versions e WHERE e.sync_id = a.sync_id AND e.state -> 'enabled' = 'true'
          ORDER BY e.version LIMIT 1
        )
      END AS version
    ) AS meant
    JOIN sync_versions v ON v.sync_id = a.sync_id AND v.version = meant.version`;
