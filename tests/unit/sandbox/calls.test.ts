import { Agent } from "node:https";
import { connect } from "node:net";
import { TrackClient } from "customerio-node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Sandbox } from "@/sandbox/start-sandbox";
import { type Client, makeWorkspace, NOW_SECONDS, startForTests, ulid } from "./sandbox-client";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startForTests();
});
afterAll(() => sandbox.close());

describe("every published message can be had by one request", () => {
  const identify = (body: object) => ["PUT", "/api/v1/customers/u", body] as const;
  const event = (body: object) => ["POST", "/api/v1/customers/u/events", body] as const;
  const entity = (body: object) =>
    ["POST", "/api/v2/entity", { type: "person", identifiers: { id: "u" }, ...body }] as const;

  test.each([
    ["id attribute must be a string value", ...identify({ id: 1 })],
    ["id attribute cannot be an empty string", ...identify({ id: "" })],
    [
      "cannot identify more than 300 attributes in one request",
      ...identify(Object.fromEntries(Array.from({ length: 301 }, (_, i) => [i, i]))),
    ],
    ["attribute name cannot be longer than 150 bytes", ...identify({ ["n".repeat(151)]: 1 })],
    [
      "value for attribute ‘v’ cannot be longer than 1000 bytes",
      ...identify({ v: "v".repeat(1001) }),
    ],
    ["event name must not be blank", ...event({ name: "" })],
    ["event name cannot be longer than 100 bytes", ...event({ name: "n".repeat(101) })],
    [
      `event data must be a hash (e.g., send \\"data\\":{} instead of \\"data\\":\\"\\")`,
      ...event({ name: "n", data: "" }),
    ],
    [
      "event data cannot be longer than 100000 bytes",
      ...event({ name: "n", data: { d: "d".repeat(100_000) } }),
    ],
    ["invalid identifier", "PUT", "/api/v1/customers/cio_-", {}],
    [
      "property value cannot be longer than 1000 bytes",
      ...entity({ action: "identify", attributes: { v: "v".repeat(1001) } }),
    ],
  ])("%s", async (message, method, path, body) => {
    const { call } = makeWorkspace(sandbox);
    const reply = await call(method, path, body);
    expect(reply.status).toBe(400);
    expect(reply.text).toContain(message);
  });
});

describe("paths are taken as they come", () => {
  test.each([
    ["a%2Fb", "a/b"],
    ["a%20", "a "],
    ["a+b%40c", "a+b@c"],
    ["%E4%BD%A0", "你"],
    ["a%252Fb", "a%2Fb"],
  ])("%s is the person %j", async (segment, id) => {
    const { call, ws } = makeWorkspace(sandbox);
    expect((await call("PUT", `/api/v1/customers/${segment}`, {})).status).toBe(200);
    expect(ws.people.find({ kind: "id", value: id })).toBeDefined();
  });

  test("a raw `..` is an identifier here and noted; a normalising client makes an anonymous event of it", async () => {
    const { call, ws } = makeWorkspace(sandbox);
    await call("POST", "/api/v1/customers/../events", { name: "raw", id: ulid(1) });
    expect(ws.people.find({ kind: "id", value: ".." })?.eventCount).toBe(1);
    expect(ws.lintCounts.get("dot-segment")).toBe(1);
    const normalised = new URL("/api/v1/customers/../events", sandbox.usUrl).pathname;
    await call("POST", normalised, { name: "normalised", id: ulid(2) });
    expect(ws.anonymous.entries()).toHaveLength(1);
  });
});

describe("the official Node client", () => {
  /** The client always speaks TLS to port 443; this agent leads it to the sandbox as it is. */
  class PlainAgent extends Agent {
    override createConnection() {
      const { hostname, port } = new URL(sandbox.usUrl);
      return connect(Number(port), hostname);
    }
  }
  const trackClient = ({ ws }: Client) =>
    new TrackClient(ws.config.site_id, ws.config.api_key, {
      url: `${sandbox.usUrl}/api/v1`,
      agent: new PlainAgent(),
    });

  test("identifies, tracks, merges, and manages devices", async () => {
    const client = makeWorkspace(sandbox);
    const cio = trackClient(client);
    await cio.identify("u/1", { email: "u@b.co", plan: "pro" });
    await cio.track("u/1", {
      name: "Paid",
      id: ulid(1),
      timestamp: NOW_SECONDS,
      data: { price: 5 },
    });
    await cio.trackPageView("u/1", "/pricing");
    await cio.trackAnonymous("anon", { name: "Seen" });
    await cio.addDevice("u/1", "token-1", "ios", { last_used: NOW_SECONDS });
    await cio.identify("u2", { city: "Bern" });
    await cio.mergeCustomers(
      "id" as Parameters<typeof cio.mergeCustomers>[0],
      "u/1",
      "id" as Parameters<typeof cio.mergeCustomers>[2],
      "u2",
    );
    const person = client.ws.people.find({ kind: "email", value: "u@b.co" });
    expect(person).toMatchObject({ id: "u/1", eventCount: 2 });
    expect(person?.attributes.get("city")?.text).toBe("Bern");
    expect([...(person?.devices.keys() ?? [])]).toEqual(["token-1"]);
    await cio.deleteDevice("u/1", "token-1");
    expect(person?.devices.size).toBe(0);
    expect(client.ws.anonymous.entries()).toHaveLength(1);
  });

  test("suppresses, unsuppresses, deletes, and reports a refusal in words", async () => {
    const client = makeWorkspace(sandbox);
    const cio = trackClient(client);
    await cio.identify("u", {});
    await cio.suppress("u");
    expect(client.ws.people.count).toBe(0);
    await cio.unsuppress("u");
    await cio.identify("u", {});
    await cio.destroy("u");
    expect(client.ws.people.count).toBe(0);
    await expect(cio.track("u", { name: "n".repeat(101) })).rejects.toThrow(
      "event name cannot be longer than 100 bytes",
    );
  });
});
