import { z } from "zod";
import type { Context } from "@/lib/admin/verb/context";
import { parseInput, projectIdSchema, requireIn, requireScope } from "@/lib/admin/verb/guards";
import { type IngestionKey, ingestionKeyColumns } from "./ingestion-key";

const listIngestionKeysInput = z.object({ projectId: projectIdSchema });

/** Those that are taken, oldest first. */
export async function listIngestionKeys(
  ctx: Context,
  rawInput: z.input<typeof listIngestionKeysInput>,
): Promise<readonly IngestionKey[]> {
  requireScope(ctx, "projects:read");
  const { projectId } = parseInput(listIngestionKeysInput, rawInput);
  requireIn(ctx, "projects:read", projectId);
  return ctx.db.ingestionKey.findMany({
    where: { projectId, revokedAt: null },
    select: ingestionKeyColumns,
    orderBy: { id: "asc" },
  });
}
