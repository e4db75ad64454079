import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PRESETS } from "@/sandbox/faults/presets";
import type { Sandbox } from "@/sandbox/start-sandbox";
import {
  type Client,
  ERROR,
  eventOp,
  identifyOp,
  makeWorkspace,
  NOW_SECONDS,
  send,
  startForTests,
  ulid,
} from "./sandbox-client";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startForTests();
});
afterAll(() => sandbox.close());

const EVENT = { name: "Paid", id: ulid(1), timestamp: NOW_SECONDS, data: { price: 1 } };
const track = (client: Client, extra: object = {}) =>
  client.call("POST", "/api/v1/customers/u/events", { ...EVENT, ...extra });
const preset = async (client: Client, text: string) => {
  expect((await client.inspect("POST", "faults", { preset: text })).status).toBe(200);
};
const rule = async (client: Client, body: object) => {
  expect((await client.inspect("POST", "faults", body)).status).toBe(200);
};
const statuses = async (client: Client, count: number) => {
  const seen: (number | "cut")[] = [];
  for (let n = 1; n <= count; n++) {
    seen.push(
      await track(client, { id: ulid(n) }).then(
        ({ status }) => status,
        () => "cut" as const,
      ),
    );
  }
  return seen;
};

describe("presets", () => {
  test.each([
    ["burst-429", [429, 429, 429, 429, 429, 200]],
    ["burst-429:2", [429, 429, 200]],
    ["flap-503", [200, 503, 200, 503]],
    ["html-502", [502, 502, 502, 200]],
    ["reset", ["cut", "cut", "cut", 200]],
    ["reset:1", ["cut", 200]],
    ["204", [204, 200]],
    ["redirect-eu", [307, 307]],
    ["413-batch", [200, 200]],
  ])("%s answers %j", async (name, expected) => {
    const client = makeWorkspace(sandbox);
    await preset(client, name);
    expect(await statuses(client, expected.length)).toEqual(expected);
    const applied = expected.filter((status) => status === 200 || status === 204).length;
    expect(client.ws.events.count).toBe(applied);
  });

  test("the 429 of a burst looks like the limiter's", async () => {
    const client = makeWorkspace(sandbox);
    await preset(client, "burst-429");
    const reply = await track(client);
    expect(reply.json).toEqual(ERROR("rate limit exceeded"));
    expect(reply.headers.get("retry-after")).toBeNull();
  });

  test("Retry-After comes as seconds, or as a date two seconds ahead", async () => {
    const client = makeWorkspace(sandbox);
    await preset(client, "retry-after-2");
    expect((await track(client)).headers.get("retry-after")).toBe("2");
    const before = Date.now();
    await preset(client, "retry-after-date");
    const date = (await track(client)).headers.get("retry-after") ?? "";
    expect(Date.parse(date)).toBeGreaterThan(before);
    expect(new Date(date).toUTCString()).toBe(date);
  });

  test("a 502 is the HTML of a load balancer", async () => {
    const client = makeWorkspace(sandbox);
    await preset(client, "html-502");
    const reply = await track(client);
    expect(reply.headers.get("content-type")).toContain("text/html");
    expect(reply.text).toContain("<h1>Error: Server Error</h1>");
  });

  test.each([
    ["200-not-json", 200, "<html>ok</html>"],
    ["200-empty", 200, ""],
    ["204", 204, ""],
  ])("%s takes effect although its answer is odd", async (name, status, text) => {
    const client = makeWorkspace(sandbox);
    await preset(client, name);
    const reply = await track(client);
    expect([reply.status, reply.text, reply.json]).toEqual([status, text, undefined]);
    expect(client.ws.events.count).toBe(1);
  });

  test("an odd answer does not hide that a call is invalid", async () => {
    const client = makeWorkspace(sandbox);
    await preset(client, "200-empty");
    expect((await track(client, { name: "" })).status).toBe(400);
  });

  test("accepted-then-lost changes the state and cuts the connection; the repeated event counts once", async () => {
    const client = makeWorkspace(sandbox);
    await preset(client, "accepted-then-lost");
    await expect(track(client)).rejects.toThrow();
    expect(client.ws.events.count).toBe(1);
    expect((await track(client)).status).toBe(200);
    expect([client.ws.events.count, client.ws.stats.duplicateIds]).toEqual([1, 1]);
    expect(client.ws.requests.list().map(({ status }) => status)).toEqual(["cut", 200]);
  });

  test("slow-12s holds the request; a client that goes away has changed nothing", async () => {
    const client = makeWorkspace(sandbox);
    await preset(client, "slow-12s");
    const away = new AbortController();
    const gone = fetch(`${sandbox.usUrl}/api/v1/customers/u`, {
      method: "PUT",
      body: "{}",
      headers: {
        authorization: `Basic ${btoa(`${client.ws.config.site_id}:${client.ws.config.api_key}`)}`,
      },
      signal: away.signal,
    });
    const held = { rules: [{ effect: { delay_ms: 12_000 }, fired: 1 }] };
    await expect
      .poll(async () => (await client.inspect("GET", "faults")).json, { timeout: 10_000 })
      .toMatchObject(held);
    away.abort();
    await expect(gone).rejects.toThrow();
    await expect
      .poll(() => client.ws.requests.list()[0]?.status, { timeout: 10_000 })
      .toBe("client_gone");
    expect(client.ws.people.count).toBe(0);
  });

  test("401-revoked refuses the key in use until another one is set", async () => {
    const client = makeWorkspace(sandbox);
    await preset(client, "401-revoked");
    expect((await track(client)).json).toEqual(ERROR("Unauthorized request"));
    await client.inspect("PUT", "config", { api_key: "rotated" });
    expect((await track(client)).status).toBe(200);
  });

  test("401-revoked ends when the faults are cleared", async () => {
    const client = makeWorkspace(sandbox);
    await preset(client, "401-revoked");
    expect((await track(client)).status).toBe(401);
    await client.inspect("DELETE", "faults");
    expect((await track(client)).status).toBe(200);
  });

  test("207-random refuses a share of the operations, the same ones for the same seed", async () => {
    const operations = Array.from({ length: 200 }, (_, n) => eventOp(`u${n}`, n));
    const [first, second] = await Promise.all(
      [makeWorkspace(sandbox), makeWorkspace(sandbox)].map(async (client) => {
        await preset(client, "207-random:0.25");
        const reply = await client.batch(...operations);
        const { errors } = reply.json as { errors: { batch_index: number }[] };
        expect([reply.status, client.ws.events.count]).toEqual([207, 200 - errors.length]);
        return errors.map(({ batch_index }) => batch_index);
      }),
    );
    expect(first).toEqual(second);
    expect(first?.length).toBeGreaterThan(20);
    expect(first?.length).toBeLessThan(80);
  });

  test("413-batch refuses batches, or only those larger than its argument", async () => {
    const all = makeWorkspace(sandbox);
    await preset(all, "413-batch");
    expect((await all.batch(eventOp("u", 1))).status).toBe(413);
    const large = makeWorkspace(sandbox);
    await preset(large, "413-batch:400");
    expect((await large.batch(eventOp("u", 1))).status).toBe(200);
    expect((await large.batch(eventOp("u", 2), eventOp("u", 3), eventOp("u", 4))).status).toBe(413);
  });

  test("the redirects keep the path and lead to the EU listener or off site", async () => {
    const client = makeWorkspace(sandbox);
    await preset(client, "redirect-eu");
    expect((await track(client)).headers.get("location")).toBe(
      `${sandbox.euUrl}/api/v1/customers/u/events`,
    );
    await client.inspect("DELETE", "faults");
    await preset(client, "redirect-offsite");
    const location = (await track(client)).headers.get("location") ?? "";
    expect(location).toBe(`${sandbox.offsiteUrl}/api/v1/customers/u/events`);
    expect(client.ws.events.count).toBe(0);
  });

  test("the off-site server says whether credentials came along", async () => {
    await send(sandbox.offsiteUrl, "POST", "/bare", "{}", {});
    await send(sandbox.offsiteUrl, "POST", "/leak", "{}", { authorization: "Basic eDp5" });
    const { json } = await makeWorkspace(sandbox).inspect("GET", "offsite");
    expect(json).toMatchObject({
      requests: [
        { path: "/bare", hasAuthorization: false },
        { path: "/leak", hasAuthorization: true },
      ],
    });
  });

  test("token-bucket is a limiter that lets its rate through and refuses the rest", async () => {
    const client = makeWorkspace(sandbox);
    await preset(client, "token-bucket:1");
    const replies = await Promise.all(
      Array.from({ length: 10 }, (_, n) => track(client, { id: ulid(n) })),
    );
    const refused = replies.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(0);
    expect(client.ws.events.count).toBe(10 - refused.length);
  });

  test.each(["nonsense", "burst-429:many", "207-random:2", "token-bucket:0", "toString"])(
    "%s is refused with a reason",
    async (name) => {
      const client = makeWorkspace(sandbox);
      const reply = await client.inspect("POST", "faults", { preset: name });
      expect([reply.status, reply.json]).toEqual([400, { error: expect.stringMatching(/\w/) }]);
    },
  );

  test("every preset can be started", async () => {
    for (const name of Object.keys(PRESETS)) await preset(makeWorkspace(sandbox), name);
  });
});

describe("rules", () => {
  test("only what matches is hit: method, path with a star, person, event", async () => {
    const client = makeWorkspace(sandbox);
    const effect = { status: 500, body: "no" };
    await rule(client, {
      rules: [
        { match: { method: "DELETE" }, effect },
        { match: { path: "/api/v1/customers/*/suppress" }, effect },
        { match: { person: "poison" }, effect },
        { match: { event: "Bad" }, effect },
      ],
    });
    expect((await track(client)).status).toBe(200);
    expect((await client.call("DELETE", "/api/v1/customers/u")).status).toBe(500);
    expect((await client.call("POST", "/api/v1/customers/u/suppress")).status).toBe(500);
    expect((await client.batch(identifyOp("u"), identifyOp("poison"))).status).toBe(500);
    expect((await client.call("PUT", "/api/v1/customers/poison", {})).status).toBe(500);
    expect((await client.batch(eventOp("u", 2, { name: "Bad" }))).status).toBe(500);
  });

  test("nth hits once, every hits regularly, times ends it", async () => {
    const nth = makeWorkspace(sandbox);
    await rule(nth, { match: { nth: 2 }, effect: { status: 500 } });
    expect(await statuses(nth, 4)).toEqual([200, 500, 200, 200]);
    const every = makeWorkspace(sandbox);
    await rule(every, { match: { every: 2, times: 1 }, effect: { status: 500 } });
    expect(await statuses(every, 4)).toEqual([200, 500, 200, 200]);
  });

  test("probability hits some, reproducibly", async () => {
    const runs: (number | "cut")[][] = [];
    for (let i = 0; i < 2; i++) {
      const client = makeWorkspace(sandbox);
      await rule(client, { match: { probability: 0.5 }, effect: { status: 500 }, seed: 7 });
      runs.push(await statuses(client, 20));
    }
    expect(runs[0]).toEqual(runs[1]);
    expect(new Set(runs[0])).toEqual(new Set([200, 500]));
  });

  test("only_batch_index refuses those operations and applies the others", async () => {
    const client = makeWorkspace(sandbox);
    await rule(client, { match: { nth: 1 }, effect: { only_batch_index: [0, 2] } });
    const reply = await client.batch(identifyOp("a"), identifyOp("b"), identifyOp("c"));
    expect(reply.status).toBe(207);
    expect(reply.json).toMatchObject({ errors: [{ batch_index: 0 }, { batch_index: 2 }] });
    expect([...client.ws.people.all()].map(({ id }) => id)).toEqual(["b"]);
  });

  test("`matched` refuses the operations of the person or event that the rule names", async () => {
    const client = makeWorkspace(sandbox);
    await rule(client, { match: { person: "b" }, effect: { only_batch_index: "matched" } });
    const reply = await client.batch(identifyOp("a"), identifyOp("b"), eventOp("b", 1));
    expect(reply.json).toMatchObject({ errors: [{ batch_index: 1 }, { batch_index: 2 }] });
  });

  test("mid_body applies, then cuts the answer in the middle", async () => {
    const client = makeWorkspace(sandbox);
    await rule(client, { effect: { drop: "mid_body" } });
    await expect(track(client)).rejects.toThrow();
    expect(client.ws.events.count).toBe(1);
    expect(client.ws.requests.list()[0]?.status).toBe("cut");
  });

  test("trickle gives the same answer byte by byte, a delay before the answer has already applied", async () => {
    const client = makeWorkspace(sandbox);
    await rule(client, { effect: { trickle: 1 } });
    expect((await track(client)).text).toBe("{}\n");
    await client.inspect("DELETE", "faults");
    await rule(client, { effect: { delay_ms: 200, delay_at: "answer" } });
    const reply = track(client, { id: ulid(2) });
    await expect.poll(() => client.ws.events.count).toBe(2);
    expect(client.ws.inFlight.read().now).toBe(1);
    expect((await reply).status).toBe(200);
  });

  test("a rule that is none is refused with what is wrong", async () => {
    const { inspect } = makeWorkspace(sandbox);
    const reply = await inspect("POST", "faults", { match: { persn: "u" }, effect: { status: 9 } });
    expect(reply.status).toBe(400);
    expect(reply.text).toContain("error");
  });
});
