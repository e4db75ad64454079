import { createHash } from "node:crypto";
import { encodeUlid } from "@/sandbox/state/event-id";
import type { EventInput } from "@/sandbox/state/operation";
import type { Person } from "@/sandbox/state/person";
import type { Workspace } from "@/sandbox/workspace";

/** From the event to the mail, from the mail to the mailbox, from there to the reader's eye. */
const STEPS_MS = { sent: 300, delivered: 700, opened: 2_000 };
/** Of so many mailboxes one is full, and of so many readers one opens. */
const FULL_OF = 8;
const OPEN_OF = 2;

/** Customer.io: an older event sets no campaign off. */
const AGE_SECONDS_MAX = 72 * 3_600;

/** Sends the person the mails that this event sets off, and reports what becomes of them. */
export function runCampaigns(ws: Workspace, person: Person, event: EventInput): void {
  const nowSeconds = Math.floor(ws.base.now() / 1000);
  if (event.timestamp !== undefined && nowSeconds - event.timestamp > AGE_SECONDS_MAX) return;
  for (const [index, campaign] of ws.config.campaigns.entries()) {
    if (campaign.event === event.name) void sendMail(ws, person, event, index, campaign.subject);
  }
}

async function sendMail(
  ws: Workspace,
  person: Person,
  event: EventInput,
  index: number,
  subject: string,
): Promise<void> {
  const { reporting, base } = ws;
  const recipient = person.email ?? textOf(person.attributes.get("email")?.value);
  if (recipient === undefined) return;
  const common = {
    customer_id: person.id ?? "",
    delivery_id: Buffer.from(encodeUlid(base.now())).toString("base64url").slice(0, 28),
    identifiers: { id: person.id ?? null, email: person.email ?? null, cio_id: person.cioId },
    campaign_id: index + 1,
    action_id: index + 1,
    journey_id: encodeUlid(base.now()),
    trigger_event_id: ws.config.trigger_event_id ? (event.id ?? null) : encodeUlid(base.now()),
    recipient,
    subject,
  };
  const report = (metric: string, more: object = {}) =>
    reporting.emit({ object_type: "email", metric, data: { ...common, ...more } });
  const step = async (ms: number) => {
    await reporting.sleep(ms);
    return !reporting.isStopped;
  };
  if (!(await step(STEPS_MS.sent))) return;
  report("sent");
  if (!(await step(STEPS_MS.delivered))) return;
  if (isOneOf(FULL_OF, recipient)) return report("bounced", { failure_message: "mailbox full" });
  report("delivered");
  if (!isOneOf(OPEN_OF, `${recipient} ${common.delivery_id}`)) return;
  if (await step(STEPS_MS.opened)) report("opened");
}

const textOf = (value: unknown): string | undefined =>
  typeof value === "string" ? value : undefined;

/** The same for the same text at any time. */
const isOneOf = (count: number, text: string): boolean =>
  (createHash("sha256").update(text).digest()[0] ?? 0) % count === 0;
