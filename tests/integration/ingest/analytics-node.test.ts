import { createInstance, type Types } from "@amplitude/analytics-node";
import { expect, test } from "vitest";
import { AppError } from "@/lib/kernel/errors";
import { API_KEY } from "@/tests/unit/engine/ingest/make-ingest";
import { type Served, serve } from "./serve";

// The real SDK, pointed at the mount: what it makes of our answers.

async function connect(served: Served, options: Types.NodeOptions = {}) {
  const client = createInstance();
  await client.init(API_KEY, {
    serverUrl: `${served.url}/2/httpapi`,
    flushIntervalMillis: 10,
    flushQueueSize: 300,
    logLevel: 0,
    ...options,
  }).promise;
  return client;
}

test("events, identify, groups and revenue arrive and succeed", async () => {
  const served = await serve();
  const client = await connect(served);
  const { Identify, Revenue } = await import("@amplitude/analytics-node");
  const who = { user_id: "user-1", device_id: "device-1" };
  const results = [
    client.track("Song Played", { price: 4.99, title: "Ünïcode 😀" }, who),
    client.identify(new Identify().set("plan", "pro").add("plays", 1).unset("old"), who),
    client.setGroup("org", "acme", who),
    client.groupIdentify("org", "acme", new Identify().set("seats", 5), who),
    client.revenue(new Revenue().setPrice(3).setQuantity(2).setProductId("p"), who),
  ].map(({ promise }) => promise);
  await client.flush().promise;
  expect((await Promise.all(results)).map(({ code }) => code)).toEqual([200, 200, 200, 200, 200]);
  expect(served.log.incoming.map(({ kind, eventType }) => [kind, eventType])).toEqual([
    ["event", "Song Played"],
    ["identify", "$identify"],
    ["identify", "$identify"],
    ["group_identify", "$groupidentify"],
    ["event", "revenue_amount"],
  ]);
  expect(served.log.incoming[1]?.operations).toEqual({
    operators: { $set: { plan: "pro" }, $add: { plays: 1 }, $unset: { old: "-" } },
    plain: {},
  });
  expect(served.log.incoming[0]?.insertId).toMatch(/^[0-9a-f-]{36}$/);
});

test("of a refused batch only the listed events are dropped, the others arrive", async () => {
  const served = await serve();
  const client = await connect(served);
  const who = { user_id: "user-1" };
  const good = client.track("Good", {}, who).promise;
  const short = client.track("Short id", {}, { user_id: "abc" }).promise;
  const noId = client.track("No id").promise;
  const deep = client.track("Bad time", {}, { ...who, time: 1.5 }).promise;
  const alsoGood = client.track("Also good", {}, who).promise;
  const codes = (await Promise.all([good, short, noId, deep, alsoGood])).map(({ code }) => code);
  expect(codes).toEqual([200, 400, 400, 400, 200]);
  expect(served.log.incoming.map(({ eventType }) => eventType)).toEqual(["Good", "Also good"]);
});

test("an invalid key ends the batch at once", async () => {
  const served = await serve();
  let requests = 0;
  served.server.on("request", () => {
    requests += 1;
  });
  const client = createInstance();
  await client.init("wrong-key", { serverUrl: `${served.url}/batch`, logLevel: 0 }).promise;
  const result = client.track("x", {}, { user_id: "user-1" }).promise;
  await client.flush().promise;
  const { code, message } = await result;
  expect(code).toBe(400);
  expect(message).toContain("Invalid API key: wrong-key");
  expect(requests).toBe(1);
});

test("413 makes it send smaller batches until they fit", async () => {
  const served = await serve();
  const client = await connect(served);
  const padding = Array.from({ length: 50 }, () => "x".repeat(1000));
  const results = Array.from(
    { length: 40 },
    (_, index) => client.track(`Event ${index}`, { padding }, { user_id: "user-1" }).promise,
  );
  expect(new Set((await Promise.all(results)).map(({ code }) => code))).toEqual(new Set([200]));
  expect(served.log.incoming).toHaveLength(40);
  expect(new Set(served.log.incoming.map(({ insertId }) => insertId)).size).toBe(40);
});

test("429 is understood as throttling", async () => {
  const served = await serve({
    rates: { throttle: { http_v2: { eventsPerSecond: 1, windowSeconds: 1 } } },
  });
  const client = await connect(served, { flushMaxRetries: 1 });
  const results = [1, 2].map((n) => client.track(`Event ${n}`, {}, { user_id: "user-1" }).promise);
  await client.flush().promise;
  expect((await Promise.all(results)).map(({ code }) => code)).toEqual([429, 429]);
});

test("503 is retried until the log is back, and nothing arrives twice", async () => {
  const served = await serve();
  served.log.fail = new AppError("unavailable", "away");
  const client = await connect(served);
  served.server.once("request", (_req, res) => {
    res.once("finish", () => {
      served.log.fail = null;
    });
  });
  const result = client.track("Patient", {}, { user_id: "user-1" }).promise;
  expect(await result).toMatchObject({ code: 200 });
  expect(served.log.incoming).toHaveLength(1);
});
