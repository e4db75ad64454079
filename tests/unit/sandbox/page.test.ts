import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Sandbox } from "@/sandbox/start-sandbox";
import {
  type Client,
  eventOp,
  identifyOp,
  makeWorkspace,
  send,
  startForTests,
  ulid,
} from "./sandbox-client";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startForTests();
});
afterAll(() => sandbox.close());

const open = (client: Client, path: string) => {
  const separator = path.includes("?") ? "&" : "?";
  return send(
    sandbox.usUrl,
    "GET",
    `${path}${separator}workspace=${client.ws.config.site_id}`,
    undefined,
    {},
  );
};
const post = (client: Client, form: Record<string, string>) =>
  send(
    sandbox.usUrl,
    "POST",
    `/faults?workspace=${client.ws.config.site_id}`,
    new URLSearchParams(form).toString(),
    { "content-type": "application/x-www-form-urlencoded" },
  );

describe("the pages", () => {
  test("show people, found by id, e-mail or attribute value", async () => {
    const client = makeWorkspace(sandbox);
    await client.batch(
      identifyOp("ada", { city: "Zürich" }),
      identifyOp("grace", { email: "g@navy.mil" }),
    );
    const all = (await open(client, "/")).text;
    expect(all).toContain("ada");
    expect(all).toContain("grace");
    for (const [search, found, other] of [
      ["zür", "ada", "grace"],
      ["navy", "grace", "ada"],
      ["GRA", "grace", "ada"],
    ]) {
      const { text } = await open(client, `/?q=${encodeURIComponent(search ?? "")}`);
      expect(text).toContain(`>${found}</a>`);
      expect(text).not.toContain(`>${other}</a>`);
    }
  });

  test("show what the small Amplitude took, escaped", async () => {
    const client = makeWorkspace(sandbox);
    expect((await open(client, "/amplitude")).text).toContain("Nothing yet.");
    const events = [
      { event_type: "<b>Bold</b>", user_id: "ann-1", time: 1_790_000_000_000, n: 7 },
      { event_type: "Late", user_id: "ann-1", time: 9e15 },
    ];
    const body = JSON.stringify({ api_key: "sandbox-amplitude-key", events });
    expect((await send(sandbox.usUrl, "POST", "/batch", body, {})).status).toBe(200);
    const { text } = await open(client, "/amplitude");
    expect(text).toContain("&lt;b&gt;Bold&lt;/b&gt;");
    expect(text).toContain("&quot;n&quot;:7");
    expect(text).toContain("no time");
    sandbox.amplitude.reset();
  });

  test("show one person with attributes, devices and events", async () => {
    const client = makeWorkspace(sandbox);
    await client.batch(
      identifyOp("ada", { city: "Zürich" }),
      eventOp("ada", 1, { attributes: { price: 42 } }),
    );
    await client.call("PUT", "/api/v1/customers/ada/devices", {
      device: { id: "token-9", platform: "ios" },
    });
    const { text, status } = await open(client, "/person/ada");
    expect(status).toBe(200);
    for (const shown of ["Zürich", "Song Played", ulid(1), "&quot;price&quot;: 42", "token-9"]) {
      expect(text).toContain(shown);
    }
  });

  test("show activity, requests and lint", async () => {
    const client = makeWorkspace(sandbox);
    await client.call("POST", "/api/v1/customers/ada/events", {
      name: "n".repeat(101),
      id: "no-ulid",
    });
    await client.batch(identifyOp("ada"));
    expect((await open(client, "/activity")).text).toContain("person created");
    expect((await open(client, "/requests")).text).toContain(
      "event name cannot be longer than 100 bytes",
    );
    expect((await open(client, "/requests?status=200")).text).not.toContain("cannot be longer");
    expect((await open(client, "/lint")).text).toContain("no-ulid");
    expect((await open(client, "/nothing")).status).toBe(404);
  });

  test("escape what senders sent, set no cookie, and allow no script but their own", async () => {
    const client = makeWorkspace(sandbox);
    const attack = `<script>alert("1")</script>`;
    await client.batch(
      identifyOp(attack, { [attack]: attack }),
      eventOp(attack, 1, { name: attack, id: attack }),
    );
    for (const path of [
      "/",
      `/person/${client.ws.people.all().next().value?.cioId}`,
      "/requests",
      "/activity",
      "/lint",
      `/?q=${encodeURIComponent(attack)}`,
    ]) {
      const { text, headers } = await open(client, path);
      expect(text).toContain("&lt;script&gt;");
      expect(text).not.toContain("<script>alert");
      expect(headers.get("set-cookie")).toBeNull();
      expect(headers.get("content-security-policy")).toMatch(
        /default-src 'none'.*script-src 'nonce-/,
      );
    }
  });

  test("start and clear faults by a form with the token in it", async () => {
    const client = makeWorkspace(sandbox);
    const token =
      /name="token" value="([^"]+)"/.exec((await open(client, "/faults")).text)?.[1] ?? "";
    const started = await post(client, { token, preset: "burst-429", argument: "3" });
    expect([started.status, started.headers.get("location")]).toEqual([
      303,
      expect.stringContaining("/faults"),
    ]);
    expect(client.ws.faults.list().rules).toMatchObject([
      { name: "burst-429:3", match: { times: 3 } },
    ]);
    expect((await open(client, "/faults")).text).toContain("burst-429:3");
    await post(client, { token, preset: "reset" });
    expect((await open(client, "/faults")).text).toContain('aria-label="Stop burst-429:3"');
    await post(client, { token, stop: "0" });
    expect(client.ws.faults.list().rules.map(({ name }) => name)).toEqual(["reset"]);
    await post(client, { token, clear: "1" });
    expect(client.ws.faults.isQuiet).toBe(true);
    const wrong = await post(client, { token, preset: "burst-429", argument: "many" });
    expect([wrong.status, wrong.text]).toEqual([
      400,
      expect.stringContaining("is not a whole number"),
    ]);
  });

  test("refuse a form without the token", async () => {
    const client = makeWorkspace(sandbox);
    expect((await post(client, { preset: "reset" })).status).toBe(403);
    expect(client.ws.faults.isQuiet).toBe(true);
  });
});
