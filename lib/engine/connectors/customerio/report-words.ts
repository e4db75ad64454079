import type { Report, ReportReader, ReportWords } from "@/lib/engine/connectors/report";

/** How a reporting webhook is set up, in Customer.io's words. */
export const REPORTING: Pick<ReportReader, "keyParameter" | "name" | "steps"> = {
  keyParameter: "webhook_signing_key",
  name: "Reporting Webhook",
  steps: [
    "In Customer.io, open Data & Integrations, then Integrations, and choose Reporting Webhooks.",
    "Choose Add Reporting Webhook and enter the endpoint URL from above.",
    "Select the events that you want to see here: all of them, or those of the channels you use.",
    "Choose Save and Enable, and copy the Webhook Signing Key that the page shows.",
    "Here choose Edit, enter it as Webhook Signing Key under Advanced, and save.",
  ],
};

const CHANNELS: Readonly<Record<string, string>> = {
  email: "Mail",
  push: "Push",
  sms: "SMS",
  whatsapp: "WhatsApp message",
  in_app: "In-app message",
  slack: "Slack message",
  webhook: "Webhook",
};

/** What a metric says, after the name of its channel. */
const METRICS: Readonly<Record<string, readonly [words: string, tone: ReportWords["tone"]]>> = {
  drafted: ["drafted", "neutral"],
  attempted: ["not taken yet, tried again", "caution"],
  sent: ["sent", "neutral"],
  delivered: ["delivered", "positive"],
  opened: ["opened", "positive"],
  clicked: ["clicked", "positive"],
  converted: ["converted", "positive"],
  replied: ["answered", "positive"],
  bounced: ["bounced", "danger"],
  dropped: ["dropped", "danger"],
  deferred: ["deferred", "caution"],
  failed: ["failed", "danger"],
  undeliverable: ["not sent", "danger"],
  spammed: ["marked as spam", "danger"],
  unsubscribed: ["led to unsubscribing", "caution"],
};

const OF_PEOPLE: Readonly<Record<string, readonly [words: string, tone: ReportWords["tone"]]>> = {
  subscribed: ["Subscribed", "positive"],
  unsubscribed: ["Unsubscribed", "caution"],
  cio_subscription_preferences_changed: ["Subscription preferences changed", "neutral"],
};

/** What Customer.io is not known to report is told in its own words. Pure. */
export function reportWords({
  channel,
  metric,
  byMachine,
}: Pick<Report, "channel" | "metric" | "byMachine">): ReportWords {
  const ofPerson = own(OF_PEOPLE, metric);
  if (ofPerson !== undefined && (channel === "customer" || metric !== "unsubscribed"))
    return { title: ofPerson[0], tone: ofPerson[1] };
  const name = own(CHANNELS, channel);
  const known = own(METRICS, metric);
  if (name === undefined || known === undefined) {
    const title = channel === "" ? "A report that cannot be read" : `${channel} ${metric}`.trim();
    return { title, tone: "neutral" };
  }
  if (byMachine) return { title: `${name} ${known[0]} by a program`, tone: "neutral" };
  return { title: `${name} ${known[0]}`, tone: known[1] };
}

const own = <T>(record: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(record, name) ? record[name] : undefined;
