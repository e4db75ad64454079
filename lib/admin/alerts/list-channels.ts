import { z } from "zod";
import { getProject } from "@/lib/admin/projects/get-project";
import type { Context } from "@/lib/admin/verb/context";
import { parseInput, projectIdSchema, requireIn, requirePerson } from "@/lib/admin/verb/guards";
import { type AlertChannel, toAlertChannel } from "./alert-channel";

const listChannelsInput = z.object({ projectId: projectIdSchema });

/** Oldest first. */
export async function listChannels(
  ctx: Context,
  rawInput: z.input<typeof listChannelsInput>,
): Promise<readonly AlertChannel[]> {
  requirePerson(ctx, "alerts:write");
  const { projectId } = parseInput(listChannelsInput, rawInput);
  requireIn(ctx, "alerts:write", projectId);
  await getProject(ctx, { projectId });
  const rows = await ctx.db.alertChannel.findMany({ where: { projectId }, orderBy: { id: "asc" } });
  return rows.flatMap(toAlertChannel);
}
