import { listChannels } from "@/lib/admin/alerts/list-channels";
import { listMessages } from "@/lib/admin/alerts/list-messages";
import type { Context } from "@/lib/admin/verb/context";
import { orNotFound } from "@/lib/web/or-not-found";
import {
  addChannelAction,
  removeChannelAction,
  saveAlertRuleAction,
  saveQuietHoursAction,
  testChannelAction,
} from "./actions";

const MESSAGES_SHOWN = 20;

/** Where alerts are sent, a page of what was, and what changes it: for who may. */
export async function alertSending(ctx: Context, projectId: number, cursor: string | undefined) {
  const [channels, messages] = await Promise.all([
    listChannels(ctx, { projectId }),
    orNotFound(listMessages(ctx, { projectId, cursor, limit: MESSAGES_SHOWN })),
  ]);
  return {
    channels,
    messages,
    addChannel: addChannelAction,
    testChannel: testChannelAction,
    removeChannel: removeChannelAction,
    saveRule: saveAlertRuleAction,
    saveQuietHours: saveQuietHoursAction,
  };
}
