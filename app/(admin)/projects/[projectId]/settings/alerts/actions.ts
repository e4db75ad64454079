"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { addChannel } from "@/lib/admin/alerts/add-channel";
import { CHANNEL_KINDS } from "@/lib/admin/alerts/alert-channel";
import { ALERT_KINDS } from "@/lib/admin/alerts/alert-kind";
import { removeChannel } from "@/lib/admin/alerts/remove-channel";
import { saveAlertRule } from "@/lib/admin/alerts/save-alert-rule";
import { saveQuietHours } from "@/lib/admin/alerts/save-quiet-hours";
import { testChannel } from "@/lib/admin/alerts/test-channel";
import { action } from "@/lib/web/action";

const level = z.number().nullable();
const channelInput = z.object({ id: z.number() });

const refresh = () => revalidatePath("/projects", "layout");

export const addChannelAction = action(
  z.object({
    projectId: z.number(),
    kind: z.enum(CHANNEL_KINDS),
    target: z.string(),
    onlyCritical: z.boolean(),
  }),
  async (ctx, input) => {
    const { signingKey } = await addChannel(ctx, input);
    refresh();
    return { signingKey };
  },
);

export const testChannelAction = action(channelInput, async (ctx, input) => {
  const sent = await testChannel(ctx, input);
  refresh();
  return sent;
});

export const removeChannelAction = action(channelInput, async (ctx, input) => {
  await removeChannel(ctx, input);
  refresh();
});

export const saveAlertRuleAction = action(
  z.object({
    projectId: z.number(),
    syncId: z.number().optional(),
    kind: z.enum(ALERT_KINDS),
    rule: z
      .object({
        enabled: z.boolean(),
        warning: level,
        critical: level,
        window: z.number("must be a whole number"),
        minimum: z.number("must be a whole number"),
      })
      .nullable(),
  }),
  async (ctx, input) => {
    await saveAlertRule(ctx, input);
    refresh();
  },
);

export const saveQuietHoursAction = action(
  z.object({
    projectId: z.number(),
    quiet: z.object({ from: z.string(), to: z.string(), timeZone: z.string() }).nullable(),
  }),
  async (ctx, input) => {
    await saveQuietHours(ctx, input);
    refresh();
  },
);
