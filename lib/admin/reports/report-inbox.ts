import { z } from "zod";
import { requireSync } from "@/lib/admin/syncs/require-sync";
import { storedHints } from "@/lib/admin/syncs/sync-row";
import type { Context } from "@/lib/admin/verb/context";
import { parseInput, requireScope, syncIdSchema } from "@/lib/admin/verb/guards";
import { connectorOf } from "@/lib/engine/connectors/registry";
import { env } from "@/lib/platform/env";

/** Where a destination says back, and whether it does. */
export interface ReportInbox {
  /** As the destination calls it. */
  readonly name: string;
  readonly url: string;
  readonly steps: readonly string[];
  readonly hasKey: boolean;
  readonly received: number;
  readonly lastAt: Date | null;
  /** The newest request that was not let in, unless a report came since. */
  readonly refused: { readonly reason: string; readonly at: Date; readonly count: number } | null;
}

const inboxInput = z.object({ id: syncIdSchema });

/** Null for a destination that says nothing back. */
export async function reportInbox(
  ctx: Context,
  rawInput: { id: number },
): Promise<ReportInbox | null> {
  requireScope(ctx, "destinations:read");
  const { id } = parseInput(inboxInput, rawInput);
  const sync = await requireSync(ctx, id);
  const { definition, reports } = connectorOf(sync.partner);
  if (reports === undefined) return null;
  const [received, last, refused] = await Promise.all([
    ctx.db.report.count({ where: { syncId: id } }),
    ctx.db.report.findFirst({ where: { syncId: id }, orderBy: { id: "desc" } }),
    ctx.db.refusedReports.findUnique({ where: { syncId: id } }),
  ]);
  const lastAt = last?.receivedAt ?? null;
  const isOver = refused !== null && lastAt !== null && lastAt > refused.at;
  return {
    name: reports.name,
    url: `${env().publicUrl}/hooks/${definition.partner}/${id}`,
    steps: reports.steps,
    hasKey: Object.hasOwn(storedHints(sync), reports.keyParameter),
    received,
    lastAt,
    refused:
      refused === null || isOver
        ? null
        : { reason: refused.reason, at: refused.at, count: Number(refused.count) },
  };
}
