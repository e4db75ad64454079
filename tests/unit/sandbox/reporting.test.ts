import { createHmac } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { type Sandbox, startSandbox } from "@/sandbox/start-sandbox";
import { until } from "@/tests/support/until";
import { makeWorkspace } from "./sandbox-client";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

interface Received {
  readonly body: string;
  readonly headers: Record<string, string | string[] | undefined>;
}

/** A receiver that refuses the first `failures` requests. */
async function receiver(failures = 0) {
  const received: Received[] = [];
  let left = failures;
  const server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on("data", (chunk: Buffer) => chunks.push(chunk));
    req.on("end", () => {
      received.push({ body: Buffer.concat(chunks).toString(), headers: req.headers });
      res.writeHead(left-- > 0 ? 500 : 200).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { received, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/here` };
}

const EVENTS = ["email_sent", "email_delivered", "email_bounced"];

async function connected(endpoint: string, config = {}) {
  const client = makeWorkspace(sandbox, {
    campaigns: [{ event: "Purchase", subject: "Thank you" }],
    ...config,
  });
  const headers = { authorization: `Bearer ${client.ws.config.app_api_key}` };
  const made = await client.call(
    "POST",
    "/v1/reporting_webhooks",
    { name: "Test", endpoint, events: EVENTS },
    { headers, auth: undefined },
  );
  expect(made).toMatchObject({ status: 200, json: { id: 1, type: "webhook", endpoint } });
  const now = Math.floor(Date.now() / 1000);
  const purchase = (id: string, email: string, timestamp = now) =>
    client.batch(
      { type: "person", action: "identify", identifiers: { id: "7" }, attributes: { email } },
      {
        type: "person",
        action: "event",
        identifiers: { id: "7" },
        id,
        name: "Purchase",
        timestamp,
        attributes: {},
      },
    );
  return { ...client, purchase };
}

const bodiesOf = (received: readonly Received[]) => received.map(({ body }) => JSON.parse(body));

test("an event sets a mail off, whose way is reported, signed, with the event's id", async () => {
  const { received, url } = await receiver();
  const { purchase, ws } = await connected(url);
  await purchase("01HZZZZZZZ0000000000000001", "ann@example.com");
  await until("two reports", () => received.length === 2);
  const [first] = received;
  expect(bodiesOf(received)).toMatchObject([
    {
      object_type: "email",
      metric: "sent",
      data: {
        trigger_event_id: "01HZZZZZZZ0000000000000001",
        subject: "Thank you",
        identifiers: { id: "7" },
      },
    },
    { metric: expect.stringMatching(/^(delivered|bounced)$/) },
  ]);
  const mac = createHmac("sha256", ws.config.webhook_signing_key);
  mac.update(`v0:${first?.headers["x-cio-timestamp"]}:${first?.body}`);
  expect(first?.headers["x-cio-signature"]).toBe(mac.digest("hex"));
});

test("one that fails holds up those after it, and comes again as it was", async () => {
  const { received, url } = await receiver(2);
  const { purchase, ws } = await connected(url);
  await purchase("01HZZZZZZZ0000000000000002", "bo@example.com");
  await until("all are answered", () => received.length === 4 && ws.reporting.waiting === 0);
  const [a, b, c, d] = bodiesOf(received);
  expect([a.metric, b.metric, c.metric]).toEqual(["sent", "sent", "sent"]);
  expect(new Set([a, b, c].map(({ event_id }) => event_id)).size).toBe(1);
  expect(d.event_id).not.toBe(a.event_id);
});

test("an event of four days ago sets nothing off, nor does another event", async () => {
  const { received, url } = await receiver();
  const { purchase } = await connected(url);
  const old = Math.floor(Date.now() / 1000) - 4 * 86_400;
  await purchase("01HZZZZZZZ0000000000000003", "cy@example.com", old);
  await purchase("01HZZZZZZZ0000000000000004", "cy@example.com");
  await until("the second one's reports", () => received.length === 2);
  for (const { data } of bodiesOf(received))
    expect(data.trigger_event_id).toBe("01HZZZZZZZ0000000000000004");
});

test("may name an event by an id of its own: nobody documents which", async () => {
  const { received, url } = await receiver();
  const { purchase } = await connected(url, { trigger_event_id: false });
  await purchase("01HZZZZZZZ0000000000000005", "di@example.com");
  await until("a report", () => received.length > 0);
  expect(bodiesOf(received)[0].data.trigger_event_id).not.toBe("01HZZZZZZZ0000000000000005");
});
