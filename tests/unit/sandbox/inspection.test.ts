import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Clock } from "@/lib/kernel/clock";
import { type Sandbox, startSandbox } from "@/sandbox/start-sandbox";
import {
  basic,
  eventOp,
  identifyOp,
  makeWorkspace,
  NOW,
  send,
  startForTests,
  ulid,
} from "./sandbox-client";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startForTests();
});
afterAll(() => sandbox.close());

const ordered = (id: string, n: number, seq: number) => eventOp(id, n, { attributes: { seq } });

describe("stats", () => {
  test("count requests by status, operations, ids and people", async () => {
    const { batch, call, inspect } = makeWorkspace(sandbox);
    await batch(identifyOp("a"), eventOp("a", 1), eventOp("a", 1), eventOp("b", 2));
    await batch(eventOp("a", 3), eventOp("a", 4, { name: "" }));
    await call("GET", "/nothing-of-track");
    await call("PUT", "/api/v1/customers/a", { id: 1 });
    expect((await inspect("GET", "stats")).json).toMatchObject({
      requests: { total: 3, by_status: { 200: 1, 207: 1, 400: 1 } },
      operations: { accepted: 5, rejected: 2, by_action: { identify: 1, event: 4 } },
      ids: { distinct: 3, duplicates: 1 },
      events: 3,
      people: 2,
    });
  });

  test("a lower order value than one already seen of that person is a violation; a repetition is none", async () => {
    const { batch, inspect } = makeWorkspace(sandbox, { order_attribute: "seq" });
    await batch(ordered("a", 1, 1), ordered("a", 3, 3), ordered("b", 9, 9), ordered("c", 8, 8));
    await batch(ordered("a", 1, 1), ordered("a", 4, 3));
    expect((await inspect("GET", "stats")).json).toMatchObject({
      order: { attribute_violations: 0 },
    });
    await batch(ordered("a", 2, 2), ordered("b", 5, 5), ordered("b", 6, 6), ordered("c", 10, 10));
    expect((await inspect("GET", "stats")).json).toMatchObject({
      order: { attribute: "seq", attribute_violations: 3, by_person: { a: 1, b: 2 } },
    });
  });

  test("the most requests at once are counted in all and for one person", async () => {
    const { batch, inspect, ws } = makeWorkspace(sandbox);
    await inspect("POST", "faults", { effect: { delay_ms: 300 } });
    await Promise.all([
      batch(identifyOp("a"), identifyOp("a"), identifyOp("b")),
      batch(identifyOp("a")),
      batch(identifyOp("c")),
    ]);
    expect(ws.inFlight.read()).toEqual({ now: 0, max: 3, max_per_person: 2, busiest_person: "a" });
  });

  test("one after the other is never two at once", async () => {
    const { batch, ws } = makeWorkspace(sandbox);
    for (let n = 0; n < 20; n++) await batch(eventOp("a", n));
    expect(ws.inFlight.read()).toMatchObject({ max: 1, max_per_person: 1 });
  });

  test("more than 1000 requests in a second are noted from the 1001st on", async () => {
    const still: Clock = { now: () => NOW, sleep: async () => {} };
    const own = await startSandbox({}, still);
    const headers = { authorization: basic("sandbox-site", "sandbox-key"), "user-agent": "test" };
    const region = () =>
      fetch(`${own.usUrl}/api/v1/accounts/region`, { headers }).then((it) => it.text());
    for (let n = 0; n < 20; n++) await Promise.all(Array.from({ length: 50 }, region));
    expect(own.workspace().lintCounts.size).toBe(0);
    await region();
    expect(own.workspace().lintCounts.get("over-1000-per-second")).toBe(1);
    expect(own.workspace().stats.requestsPerSecond(NOW).peak).toBe(1001);
    await own.close();
  });
});

describe("views", () => {
  test("need the admin token", async () => {
    for (const headers of [{}, { authorization: "Bearer wrong" }]) {
      const reply = await send(
        sandbox.usUrl,
        "GET",
        "/__sandbox/stats",
        undefined,
        headers as Record<string, string>,
      );
      expect(reply.status).toBe(401);
    }
  });

  test("answer only under a loopback name", async () => {
    const headers = { authorization: `Bearer ${sandbox.adminToken}`, host: "evil.example" };
    expect((await send(sandbox.usUrl, "GET", "/__sandbox/stats", undefined, headers)).status).toBe(
      421,
    );
    expect(
      (await send(sandbox.usUrl, "GET", "/faults", undefined, { host: "evil.example" })).status,
    ).toBe(421);
  });

  test("a person is found by id, e-mail and cio_id; nobody is 404", async () => {
    const { call, inspect } = makeWorkspace(sandbox);
    await call("PUT", "/api/v1/customers/a%2Fb", { email: "a@b.co", plan: "pro" });
    const { json } = await inspect("GET", "people/a%2Fb");
    const { cio_id } = json as { cio_id: string };
    expect(json).toMatchObject({
      id: "a/b",
      attributes: { plan: { value: "pro", text: "pro" } },
      events: [],
    });
    for (const key of ["A@B.co", cio_id, `cio_${cio_id}`]) {
      expect((await inspect("GET", `people/${encodeURIComponent(key)}`)).json).toEqual(json);
    }
    expect((await inspect("GET", "people/nobody")).status).toBe(404);
  });

  test("events come in the order of receipt, by person, by name, and page by page", async () => {
    const { batch, inspect } = makeWorkspace(sandbox);
    await batch(
      eventOp("a", 1),
      eventOp("b", 2),
      eventOp("a", 3, { name: "Paid" }),
      eventOp("a", 4),
    );
    const ids = async (query: string) => {
      const { json } = await inspect("GET", `events${query}`);
      return (json as { events: { id: string }[] }).events.map(({ id }) => id);
    };
    expect(await ids("")).toEqual([1, 2, 3, 4].map(ulid));
    expect(await ids("?person=a")).toEqual([1, 3, 4].map(ulid));
    expect(await ids("?person=a&name=Paid")).toEqual([ulid(3)]);
    expect(await ids("?limit=2")).toEqual([1, 2].map(ulid));
    expect(await ids("?after=1&limit=2")).toEqual([3, 4].map(ulid));
    expect(await ids("?person=nobody")).toEqual([]);
  });

  test("requests can be had by status, newest first, with their beginning only", async () => {
    const { call, inspect } = makeWorkspace(sandbox, { keep_body_bytes: 10, keep_requests: 3 });
    for (let n = 0; n < 5; n++)
      await call("PUT", `/api/v1/customers/u${n}`, { long: "x".repeat(50) });
    await call("PUT", "/api/v1/customers/u", { id: 1 });
    const all = (await inspect("GET", "requests")).json as {
      requests: { number: number; body: string }[];
    };
    expect(all.requests.map(({ number }) => number)).toEqual([6, 5, 4]);
    expect((await inspect("GET", "requests?status=200&limit=1")).json).toMatchObject({
      requests: [
        {
          number: 5,
          method: "PUT",
          body: '{"long":"x',
          bodyCut: true,
          bytes: 61,
          status: 200,
          answer: "{}\n",
        },
      ],
    });
  });

  test("activity is filtered by type", async () => {
    const { batch, inspect } = makeWorkspace(sandbox);
    await batch(identifyOp("a"), eventOp("a", 1), eventOp("a", 1));
    expect((await inspect("GET", "activity?type=duplicate_event")).json).toMatchObject({
      activity: [{ type: "duplicate_event", who: "id a", detail: ulid(1) }],
    });
  });

  test("an unknown view says which there are", async () => {
    const reply = await makeWorkspace(sandbox).inspect("GET", "nonsense");
    expect([reply.status, reply.text]).toEqual([404, expect.stringContaining("GET stats")]);
  });
});

describe("workspaces", () => {
  test("share nothing", async () => {
    const [one, two] = [makeWorkspace(sandbox), makeWorkspace(sandbox)];
    await one.inspect("POST", "faults", { match: { nth: 2 }, effect: { status: 500 } });
    await one.batch(identifyOp("a"), eventOp("a", 1));
    await two.batch(eventOp("a", 1), eventOp("a", 2));
    await two.batch(eventOp("a", 3));
    expect([one.ws.events.count, two.ws.events.count]).toEqual([1, 3]);
    expect([one.ws.stats.duplicateIds, two.ws.stats.duplicateIds]).toEqual([0, 0]);
    expect([one.ws.stats.requests, two.ws.stats.requests]).toEqual([1, 2]);
  });

  test("are made and changed by PUT config; what is not named stays", async () => {
    const put = (body: object) =>
      send(sandbox.usUrl, "PUT", "/__sandbox/config?workspace=made", body, {
        authorization: `Bearer ${sandbox.adminToken}`,
      });
    expect((await put({ api_key: "made-key", region: "eu" })).status).toBe(201);
    const changed = await put({ strict: true });
    expect(changed.status).toBe(200);
    expect(changed.json).toMatchObject({
      site_id: "made",
      region: "eu",
      strict: true,
      mode: "email_or_id",
    });
    expect(sandbox.workspace("made").config.api_key).toBe("made-key");
    const wrong = await put({ regoin: "us" });
    expect([wrong.status, wrong.text]).toEqual([400, expect.stringContaining("regoin")]);
  });

  test("an unknown one is 404 for every view", async () => {
    const headers = { authorization: `Bearer ${sandbox.adminToken}` };
    const reply = await send(
      sandbox.usUrl,
      "GET",
      "/__sandbox/stats?workspace=none",
      undefined,
      headers,
    );
    expect(reply.status).toBe(404);
  });

  test("reset empties state, counters, logs and faults, and keeps the settings", async () => {
    const { batch, inspect, ws } = makeWorkspace(sandbox, { strict: true });
    await batch(identifyOp("a"), eventOp("a", 1));
    await inspect("POST", "faults", { preset: "401-revoked" });
    await inspect("POST", "reset");
    expect([ws.people.count, ws.events.count, ws.stats.requests, ws.requests.list()]).toEqual([
      0,
      0,
      0,
      [],
    ]);
    expect(ws.config.strict).toBe(true);
    expect((await batch(eventOp("a", 1))).status).toBe(200);
    expect([ws.events.count, ws.stats.duplicateIds]).toEqual([1, 0]);
  });

  test("time can be frozen, advanced and released", async () => {
    const { inspect, ws } = makeWorkspace(sandbox);
    expect((await inspect("POST", "clock", { now: 5_000 })).json).toEqual({ now: 5_000 });
    expect((await inspect("POST", "clock", { advance_ms: 250 })).json).toEqual({ now: 5_250 });
    await inspect("POST", "clock", { release: true });
    expect(ws.clock.now()).toBeGreaterThan(NOW);
    expect((await inspect("POST", "clock", { later: 1 })).status).toBe(400);
  });
});

describe("starting", () => {
  test("a wrong option is named", async () => {
    await expect(startSandbox({ host: "0.0.0.0" } as never)).rejects.toThrow("loopback only");
    await expect(startSandbox({ usProt: 1 } as never)).rejects.toThrow("usProt");
  });

  test("a taken port is named", async () => {
    const port = Number(new URL(sandbox.usUrl).port);
    await expect(startSandbox({ usPort: port })).rejects.toThrow(
      `cannot listen on 127.0.0.1:${port}`,
    );
  });

  test("credentials, further workspaces and their settings come from the options", async () => {
    const own = await startSandbox({
      siteId: "s",
      apiKey: "k",
      workspace: { strict: true },
      workspaces: [{ site_id: "s2", region: "eu" }],
    });
    expect(own.workspace().config).toMatchObject({
      site_id: "s",
      api_key: "k",
      strict: true,
      region: "us",
    });
    expect(own.workspace("s2").config).toMatchObject({ api_key: "s2-key", region: "eu" });
    await own.close();
    await expect(fetch(own.usUrl)).rejects.toThrow();
  });
});
