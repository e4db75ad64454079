import { z } from "zod";
import type { Context } from "@/lib/admin/verb/context";
import { found, idSchema, parseInput, requireIn, requirePerson } from "@/lib/admin/verb/guards";
import { type AlertPorts, alertPorts } from "./alert-ports";
import { messageOf } from "./queue-messages";
import { CLAIM_MS, sendClaimed } from "./send-due";

const testChannelInput = z.object({ id: idSchema });

/** Sends a test message at once, once, and says what was answered; it stands in the log like any other. */
export async function testChannel(
  ctx: Context,
  rawInput: z.input<typeof testChannelInput>,
  ports: AlertPorts = alertPorts(),
): Promise<{ readonly isSent: boolean; readonly answer: string }> {
  requirePerson(ctx, "alerts:write");
  const { id } = parseInput(testChannelInput, rawInput);
  const channel = found(await ctx.db.alertChannel.findUnique({ where: { id } }), `Channel ${id}`);
  requireIn(ctx, "alerts:write", channel.projectId);
  // As a message that is being sent: nobody else takes it.
  const taken = messageOf(channel, "test", [], new Date(ctx.clock.now() + CLAIM_MS));
  const message = await ctx.db.alertMessage.create({ data: { ...taken, attempts: 1 } });
  const { isSent, answer } = await sendClaimed(ctx, ports, message);
  return { isSent, answer };
}
