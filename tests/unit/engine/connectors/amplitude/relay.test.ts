import { expect, onTestFinished, test } from "vitest";
import { openRelay, testRelay } from "@/lib/engine/connectors/amplitude/relay";
import type { ConnectionOptions } from "@/lib/engine/connectors/connector";
import { createDispatcher } from "@/lib/engine/connectors/dispatcher";
import { everythingPlanner } from "@/lib/engine/pipeline/transform/plan";
import { prepare } from "@/lib/engine/pipeline/transform/prepare";
import { systemClock } from "@/lib/kernel/clock";
import { Secret } from "@/lib/kernel/secret";
import { makeEvent } from "@/tests/support/make-event";
import { startServer } from "@/tests/unit/engine/connectors/customerio/test-server";

const KEY = "key-0123456789abcdef";
const NEVER = new AbortController().signal;
const TAKEN = '{"code":200,"events_ingested":1}';

function optionsAt(us: string, eu: string, config: ConnectionOptions["config"] = {}) {
  const dispatcher = createDispatcher();
  onTestFinished(() => dispatcher.destroy());
  return {
    config: { region: "us", ...config },
    secrets: { api_key: new Secret(KEY) },
    world: { clock: systemClock, dispatcher, version: "1.2.3", urls: { us, eu } },
  } satisfies ConnectionOptions;
}

function requestFor(options: ConnectionOptions) {
  const relay = openRelay(options);
  const prepared = prepare(makeEvent({ payload: { user_id: "ann" } }), everythingPlanner, relay);
  if (prepared.kind !== "ready") throw new Error(prepared.kind);
  return relay.batch([{ item: 0, operation: prepared.operations[0] }]);
}

test.each([
  ["batch", "/batch"],
  ["http_v2", "/2/httpapi"],
] as const)(
  "an upload to %s has the project's key in its body, and only our own headers",
  async (endpoint, path) => {
    const server = await startServer((_, __, response) => response.end(TAKEN));
    const options = optionsAt(server.url, server.url, { endpoint });
    const request = requestFor(options);
    expect(request.body).not.toContain(KEY);
    const attempt = await openRelay(options).send(request, NEVER);
    expect(attempt).toMatchObject({ status: 200, answer: null, verdict: { kind: "settled" } });
    const [got] = server.received;
    expect(got).toMatchObject({ method: "POST", url: path });
    expect(JSON.parse(got?.body ?? "")).toMatchObject({
      api_key: KEY,
      events: [{ user_id: "ann", event_type: "Song Played" }],
      options: { min_id_length: 1 },
    });
    expect(JSON.parse(got?.body ?? "")).not.toHaveProperty("client_upload_time");
    const { host, connection, "content-length": _, ...headers } = got?.headers ?? {};
    expect(headers).toEqual({
      "content-type": "application/json",
      "user-agent": "Tributary/1.2.3",
      accept: "application/json",
      "accept-encoding": "identity",
    });
  },
);

test("an answer that quotes the key is kept without it", async () => {
  const server = await startServer((_, __, response) => {
    response.writeHead(400).end(JSON.stringify({ code: 400, error: `Invalid API key: ${KEY}` }));
  });
  const options = optionsAt(server.url, server.url);
  const attempt = await openRelay(options).send(requestFor(options), NEVER);
  expect(attempt.verdict).toMatchObject({ kind: "unwell", reason: "credentials_refused" });
  expect(JSON.stringify(attempt)).not.toContain(KEY);
});

test("a key that only the other region does not refuse is told to switch; nothing is ever taken", async () => {
  const refuses = await startServer((_, __, response) => {
    response.writeHead(400).end('{"code":400,"error":"Invalid API key: x"}');
  });
  const knows = await startServer((_, __, response) => {
    response
      .writeHead(400)
      .end('{"code":400,"error":"bad","events_with_missing_fields":{"event_type":[0]}}');
  });
  expect(await testRelay(optionsAt(refuses.url, knows.url), NEVER)).toMatchObject({
    kind: "wrong_region",
    fix: { parameter: "region", value: "eu" },
  });
  expect(await testRelay(optionsAt(knows.url, refuses.url), NEVER)).toMatchObject({
    kind: "connected",
  });
  expect(await testRelay(optionsAt(refuses.url, refuses.url), NEVER)).toMatchObject({
    kind: "refused",
  });
  for (const { body } of [...refuses.received, ...knows.received]) {
    expect(JSON.parse(body)).toMatchObject({ events: [{}] });
  }
});
