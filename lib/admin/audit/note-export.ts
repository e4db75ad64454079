import { requireSync } from "@/lib/admin/syncs/require-sync";
import type { Context } from "@/lib/admin/verb/context";
import { requireScope } from "@/lib/admin/verb/guards";
import type { ProjectId, SyncId } from "@/lib/kernel/brand";
import { writeAudit } from "./write-audit";

interface Export {
  readonly projectId: ProjectId;
  readonly syncId: SyncId;
  /** Which list. */
  readonly view: string;
  readonly format: string;
}

/** Puts on record that a list of deliveries leaves as a file, before it does; `not_found` for another project's sync. */
export async function noteExport(
  ctx: Context,
  { projectId, syncId, view, format }: Export,
): Promise<void> {
  requireScope(ctx, "destinations:read");
  const { name: target } = await requireSync(ctx, syncId, projectId);
  const details = { view, format, syncId };
  await ctx.db.$transaction((tx) =>
    writeAudit(tx, ctx, { action: "deliveries.exported", projectId, target, details }),
  );
}
