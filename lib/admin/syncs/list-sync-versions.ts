import { z } from "zod";
import { diffStates } from "@/lib/admin/syncs/save/diff-states";
import type { Context } from "@/lib/admin/verb/context";
import { parseInput, requireScope, syncIdSchema } from "@/lib/admin/verb/guards";
import { parseStored } from "@/lib/engine/store/stored-sync";
import { requireSync } from "./require-sync";
import type { SyncVersionView } from "./sync";

const VERSIONS_MAX = 200;

const listSyncVersionsInput = z.object({ id: syncIdSchema });

export const storedVersionSchema = z.object({
  name: z.string(),
  enabled: z.boolean(),
  config: z.record(z.string(), z.json()),
  settings: z.record(z.string(), z.json()),
  secretsChanged: z.array(z.string()),
});

/** The saved states, newest first, each with what it changed. */
export async function listSyncVersions(
  ctx: Context,
  rawInput: z.input<typeof listSyncVersionsInput>,
): Promise<readonly SyncVersionView[]> {
  requireScope(ctx, "destinations:read");
  const { id } = parseInput(listSyncVersionsInput, rawInput);
  await requireSync(ctx, id);
  const rows = await ctx.db.syncVersion.findMany({
    where: { syncId: id },
    orderBy: { version: "desc" },
    take: VERSIONS_MAX + 1,
  });
  const states = rows.map((row) =>
    parseStored(storedVersionSchema, row.state, `Version ${row.version} of sync ${id}`),
  );
  return rows.slice(0, VERSIONS_MAX).flatMap((row, index) => {
    const current = states[index];
    if (current === undefined) return [];
    const { secretsChanged, ...state } = current;
    return [
      {
        version: row.version,
        changedAt: row.changedAt,
        changedBy: row.changedBy,
        diff: diffStates(states[index + 1] ?? {}, state, secretsChanged),
        secretsChanged,
        state,
      },
    ];
  });
}
