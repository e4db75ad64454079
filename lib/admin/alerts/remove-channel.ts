import { z } from "zod";
import { writeAudit } from "@/lib/admin/audit/write-audit";
import type { Context } from "@/lib/admin/verb/context";
import { found, idSchema, parseInput, requireIn, requirePerson } from "@/lib/admin/verb/guards";
import type { ProjectId } from "@/lib/kernel/brand";

const removeChannelInput = z.object({ id: idSchema });

/** What still waits to be sent to it is not sent; what was sent stays on record. */
export async function removeChannel(
  ctx: Context,
  rawInput: z.input<typeof removeChannelInput>,
): Promise<void> {
  requirePerson(ctx, "alerts:write");
  const { id } = parseInput(removeChannelInput, rawInput);
  await ctx.db.$transaction(async (tx) => {
    const { kind, target, ...row } = found(
      await tx.alertChannel.findUnique({ where: { id } }),
      `Channel ${id}`,
    );
    requireIn(ctx, "alerts:write", row.projectId);
    await tx.alertMessage.updateMany({
      where: { channelId: id, state: "waiting" },
      data: {
        state: "cancelled",
        answer: "The channel was removed",
        endedAt: new Date(ctx.clock.now()),
      },
    });
    await tx.alertChannel.delete({ where: { id } });
    await writeAudit(tx, ctx, {
      action: "alerts.channel_removed",
      projectId: row.projectId as ProjectId,
      target,
      details: { kind },
    });
  });
}
