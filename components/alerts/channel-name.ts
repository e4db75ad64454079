import type { ChannelKind } from "@/lib/admin/alerts/alert-channel";

const NAMES: Readonly<Record<ChannelKind, string>> = {
  email: "Email",
  slack: "Slack",
  webhook: "Webhook",
};

/** What a kind of channel is called; one that this version does not know as it is stored. Pure. */
export const channelName = (kind: string): string =>
  new Map<string, string>(Object.entries(NAMES)).get(kind) ?? kind;
