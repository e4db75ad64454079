import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Sandbox } from "@/sandbox/start-sandbox";
import { basic, ERROR, makeWorkspace, startForTests } from "./sandbox-client";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startForTests();
});
afterAll(() => sandbox.close());

const REGION = "/api/v1/accounts/region";
const UNAUTHORIZED = ERROR("Unauthorized request");

describe("credentials", () => {
  test("the default workspace takes sandbox-site and sandbox-key, as fetch sends them", async () => {
    const reply = await fetch(`${sandbox.usUrl}${REGION}`, {
      headers: { authorization: basic("sandbox-site", "sandbox-key") },
    });
    expect(await reply.json()).toEqual({ url: sandbox.usUrl, region: "us", environment_id: 12345 });
  });

  test.each([
    ["none", undefined],
    ["a wrong key", basic("site", "nope")],
    ["a wrong site", basic("nobody", "sandbox-key")],
    ["no Basic", "Bearer sandbox-key"],
    ["text that is no base64", "Basic %%%"],
    ["base64 without a colon", `Basic ${Buffer.from("nocolon").toString("base64")}`],
  ])("401 for %s", async (_, auth) => {
    const { call } = makeWorkspace(sandbox);
    const reply = await call("PUT", "/api/v1/customers/a", {}, { auth });
    expect([reply.status, reply.json]).toEqual([401, UNAUTHORIZED]);
  });

  test("URL-safe base64 is taken, and only the first colon splits", async () => {
    const { call, ws } = makeWorkspace(sandbox, { api_key: "k:ÿÿÿ>>>???" });
    const auth = `Basic ${Buffer.from(`${ws.config.site_id}:k:ÿÿÿ>>>???`).toString("base64url")}`;
    expect(auth).toMatch(/[-_]/);
    expect((await call("GET", REGION, undefined, { auth })).status).toBe(200);
  });

  test("the key is nowhere in what is recorded", async () => {
    const { call, inspect } = makeWorkspace(sandbox, { api_key: "very-secret-key" });
    await call("PUT", "/api/v1/customers/a", {});
    const { text } = await inspect("GET", "requests");
    expect(text).toContain("[redacted]");
    expect(text).not.toContain("very-secret-key");
    expect(text).not.toContain(Buffer.from(":very-secret-key").toString("base64").slice(2, -2));
    expect((await inspect("GET", "config")).text).not.toContain("very-secret-key");
  });

  test("unknown credentials do not reach a workspace's state", async () => {
    const { call, ws } = makeWorkspace(sandbox);
    await call("PUT", "/api/v1/customers/a", {}, { auth: basic(ws.config.site_id, "wrong") });
    expect(ws.people.count).toBe(0);
  });
});

describe("regions", () => {
  test("an EU workspace on the US listener is redirected with its path", async () => {
    const { call } = makeWorkspace(sandbox, { region: "eu" });
    const reply = await call("PUT", "/api/v1/customers/a%2Fb", {});
    expect(reply.status).toBe(307);
    expect(reply.headers.get("location")).toBe(`${sandbox.euUrl}/api/v1/customers/a%2Fb`);
  });

  test("an EU workspace on the EU listener is served", async () => {
    const { call } = makeWorkspace(sandbox, { region: "eu" });
    expect((await call("PUT", "/api/v1/customers/a", {}, { listener: "eu" })).status).toBe(200);
  });

  test("a US workspace on the EU listener is refused", async () => {
    const { call } = makeWorkspace(sandbox);
    expect((await call("PUT", "/api/v1/customers/a", {}, { listener: "eu" })).status).toBe(401);
  });

  test.each(["us", "eu"] as const)(
    "the region call of an EU workspace works on the %s listener",
    async (listener) => {
      const { call } = makeWorkspace(sandbox, { region: "eu", environment_id: 77 });
      const reply = await call("GET", REGION, undefined, { listener });
      expect(reply.json).toEqual({ url: sandbox.euUrl, region: "eu", environment_id: 77 });
    },
  );

  test("the region call refuses bad credentials", async () => {
    const { call } = makeWorkspace(sandbox);
    expect((await call("GET", REGION, undefined, { auth: basic("x", "y") })).status).toBe(401);
  });
});

describe("the order of checks and their answers", () => {
  test("success is the recorded one: `{}`, a newline, three bytes", async () => {
    const { call } = makeWorkspace(sandbox);
    const reply = await call("PUT", "/api/v1/customers/a", {});
    expect(reply.text).toBe("{}\n");
    expect(reply.headers.get("content-length")).toBe("3");
    expect(reply.headers.get("content-type")).toBe("application/json; charset=utf-8");
    expect(reply.headers.get("via")).toBe("1.1 google");
  });

  test("an unknown path is 404 and a wrong method 405, before credentials are looked at", async () => {
    const { call } = makeWorkspace(sandbox);
    expect((await call("GET", "/api/v1/nothing", undefined, { auth: undefined })).status).toBe(404);
    expect((await call("PUT", "/api/v1/customers/", {})).status).toBe(404);
    expect((await call("PUT", "/api/v1/customers/%zz", {})).status).toBe(404);
    const wrong = await call("GET", "/api/v1/customers/a", undefined, { auth: undefined });
    expect([wrong.status, wrong.headers.get("allow")]).toEqual([405, "PUT, DELETE"]);
  });

  test("bad JSON has each version's own shape", async () => {
    const { call } = makeWorkspace(sandbox);
    expect((await call("PUT", "/api/v1/customers/a", "{")).json).toEqual(ERROR("invalid JSON"));
    const errors = [{ reason: "invalid", field: "", message: "invalid JSON" }];
    expect((await call("POST", "/api/v2/batch", "{")).json).toEqual({ errors });
    expect((await call("POST", "/api/v2/entity", "{")).json).toEqual({ errors });
  });

  test("a body over the maximum is 413 in plain text; one byte less is read", async () => {
    const { call } = makeWorkspace(sandbox, { body_bytes_max: 100 });
    const body = (size: number) => JSON.stringify({ a: "x".repeat(size - 8) });
    expect((await call("PUT", "/api/v1/customers/a", body(100))).status).toBe(200);
    const reply = await call("PUT", "/api/v1/customers/a", body(101));
    expect([reply.status, reply.headers.get("content-type")]).toEqual([
      413,
      "text/plain; charset=utf-8",
    ]);
  });

  test("the configured rate is a real limit without Retry-After, unless that is configured", async () => {
    const { call, inspect } = makeWorkspace(sandbox, { rate_limit: 2 });
    const burst = async (n: number) =>
      await Promise.all(Array.from({ length: n }, () => call("PUT", "/api/v1/customers/a", {})));
    const replies = await burst(20);
    const refused = replies.find(({ status }) => status === 429);
    expect(refused?.json).toEqual(ERROR("rate limit exceeded"));
    expect(refused?.headers.get("retry-after")).toBeNull();
    await inspect("PUT", "config", { retry_after: 7, rate_limit: 1 });
    const later = (await burst(20)).find(({ status }) => status === 429);
    expect(later?.headers.get("retry-after")).toBe("7");
  });
});
