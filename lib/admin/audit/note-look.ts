import { actorName, type Context } from "@/lib/admin/verb/context";
import type { PersonId, ProjectId } from "@/lib/kernel/brand";
import { writeAudit } from "./write-audit";

/** Who goes through somebody's pages looks once. */
const AGAIN_MS = 3_600_000;

/** Puts on record that somebody looked at the data of a person, by the id of ours, once an hour. */
export async function noteLook(
  ctx: Context,
  projectId: ProjectId,
  personId: PersonId,
): Promise<void> {
  const target = `User ${personId}`;
  const since = new Date(ctx.clock.now() - AGAIN_MS);
  const noted = await ctx.db.auditEntry.findFirst({
    where: {
      actor: actorName(ctx.actor),
      action: "person.looked_at",
      projectId,
      target,
      at: { gt: since },
    },
    select: { id: true },
  });
  if (noted !== null) return;
  await ctx.db.$transaction((tx) =>
    writeAudit(tx, ctx, { action: "person.looked_at", projectId, target }),
  );
}
