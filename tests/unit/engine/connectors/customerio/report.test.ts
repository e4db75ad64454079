import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { checkReport, readReport } from "@/lib/engine/connectors/customerio/report";
import { reportWords } from "@/lib/engine/connectors/customerio/report-words";
import { reportKey } from "@/lib/engine/connectors/report";
import { Secret } from "@/lib/kernel/secret";

const NOW_MS = 1_700_000_000_000;
const DAY_SECONDS = 86_400;
const BODY = '{"event_id":"01E4C4CT6YDC7Y5M7FE1GWWPQJ","größe":1}';
const KEY = new Secret("key-1");

function signed(changes: { key?: string; at?: number; body?: string; signature?: string } = {}) {
  const { key = "key-1", at = NOW_MS / 1000, body = BODY } = changes;
  const mac = createHmac("sha256", key).update(`v0:${at}:${body}`).digest("hex");
  const headers: Record<string, string> = {
    "x-cio-timestamp": String(at),
    "x-cio-signature": changes.signature ?? mac,
  };
  return { header: (name: string) => headers[name], body: Buffer.from(BODY) };
}

describe("a report is let in", () => {
  test("when it is signed over its bytes with the key", () => {
    expect(checkReport(signed(), KEY, NOW_MS)).toBeNull();
  });

  test("with either key while one replaces the other", () => {
    const both = new Secret("key-2,key-1");
    expect(checkReport(signed(), both, NOW_MS)).toBeNull();
    expect(checkReport(signed({ key: "key-2" }), both, NOW_MS)).toBeNull();
    expect(checkReport(signed({ key: "key-2,key-1" }), both, NOW_MS)).toBe("forged");
  });

  test("for as long as Customer.io tries it again, and a day more", () => {
    const at = NOW_MS / 1000 - 8 * DAY_SECONDS;
    expect(checkReport(signed({ at }), KEY, NOW_MS)).toBeNull();
    expect(checkReport(signed({ at: at - 1 }), KEY, NOW_MS)).toBe("stale");
  });
});

test.each([
  ["another key", signed({ key: "guess" }), KEY, "forged"],
  ["another body", signed({ body: "{}" }), KEY, "forged"],
  ["a signature that is none", signed({ signature: "abc" }), KEY, "unsigned"],
  ["an upper-case one of another length", signed({ signature: "A".repeat(63) }), KEY, "unsigned"],
  ["no headers", { header: () => undefined, body: Buffer.from(BODY) }, KEY, "unsigned"],
  ["no key here", signed(), undefined, "no_key"],
  ["a key of nothing but commas", signed({ key: "" }), new Secret(",,"), "no_key"],
] as const)("a report with %s is not", (_, request, key, fault) => {
  expect(checkReport(request, key, NOW_MS)).toBe(fault);
});

describe("reading", () => {
  test("a mail that bounced, as documented", () => {
    const body = JSON.stringify({
      data: {
        action_id: 37,
        campaign_id: 9,
        customer_id: "0200102",
        delivery_id: "dgOq6QUCAAGBvRlkhVG2mw6IBA==",
        failure_message: "mailbox full",
        identifiers: { id: "42", email: "Test@Example.com", cio_id: "d9c106000001" },
        journey_id: "01GW20GXAAXBKZD8J96M8FNV3R",
        recipient: "test@example.com",
        subject: "Thanks for signing up",
        trigger_event_id: "01GW20GXA5N9S3HHJMCYJDHY7S",
      },
      event_id: "01E4C4CT6YDC7Y5M7FE1GWWPQJ",
      metric: "bounced",
      object_type: "email",
      timestamp: 1_584_131_550,
    });
    const report = readReport(body);
    expect(report).toEqual({
      id: "01E4C4CT6YDC7Y5M7FE1GWWPQJ",
      atMs: 1_584_131_550_000,
      channel: "email",
      metric: "bounced",
      people: [
        { kind: "id", value: "42" },
        { kind: "email", value: "Test@Example.com" },
        { kind: "cio_id", value: "d9c106000001" },
      ],
      messageId: "dgOq6QUCAAGBvRlkhVG2mw6IBA==",
      eventRef: "01GW20GXA5N9S3HHJMCYJDHY7S",
      subject: "Thanks for signing up",
      recipient: "test@example.com",
      reason: "mailbox full",
      href: null,
      byMachine: false,
    });
    expect(report.people.map(reportKey)).toContain("email:test@example.com");
    expect(reportWords(report)).toEqual({ title: "Mail bounced", tone: "danger" });
  });

  test("an id or an address that is null is none", () => {
    const identifiers = { id: null, email: null, cio_id: "d9" };
    const { people } = readReport(JSON.stringify({ data: { identifiers } }));
    expect(people).toEqual([{ kind: "cio_id", value: "d9" }]);
  });

  test("what is no report has its digest for an id, the same each time, and says that it cannot be read", () => {
    const report = readReport("<html>");
    expect(report).toMatchObject({ channel: "", metric: "", atMs: null, people: [] });
    expect(report.id).toBe(readReport("<html>").id);
    expect(report.id).not.toBe(readReport("<htm>").id);
    expect(reportWords(report).title).toBe("A report that cannot be read");
  });
});

test.each([
  ["email", "delivered", false, "Mail delivered"],
  ["email", "opened", true, "Mail opened by a program"],
  ["in_app", "sent", false, "In-app message sent"],
  ["customer", "unsubscribed", false, "Unsubscribed"],
  ["email", "unsubscribed", false, "Mail led to unsubscribing"],
  ["email", "cio_subscription_preferences_changed", false, "Subscription preferences changed"],
  ["hologram", "beamed", false, "hologram beamed"],
  ["email", "constructor", false, "email constructor"],
])("%s %s is told as %s", (channel, metric, byMachine, title) => {
  expect(reportWords({ channel, metric, byMachine }).title).toBe(title);
});
