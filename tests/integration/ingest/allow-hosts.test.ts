import { once } from "node:events";
import { request } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { beforeAll, expect, test } from "vitest";
import { allowHosts } from "@/lib/processes/web/allow-hosts";
import { createWebServer } from "@/lib/processes/web/server";

let port = 0;
beforeAll(async () => {
  const allowed = ["localhost", "[::1]", "t.example.com"];
  const { server } = createWebServer([allowHosts(allowed)], async (_req, res) => {
    res.end("in");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  ({ port } = server.address() as AddressInfo);
  return () => server.close();
});

async function ask(host: string) {
  const req = request({ port, headers: { host }, agent: false }).end();
  const [res] = await once(req, "response");
  return { status: res.statusCode, body: await text(res) };
}

test.each(["localhost", "LOCALHOST:3000", "[::1]:3000", "t.example.com", "t.example.com.:443"])(
  "%s is ours",
  async (host) => {
    expect(await ask(host)).toEqual({ status: 200, body: "in" });
  },
);

test.each([
  "evil.example",
  "evil.example:3000",
  "t.example.com.evil.example",
  "localhost@evil.example",
  ".",
  "x".repeat(4_000),
])("%j is refused before anything else, in words that say what to do", async (host) => {
  const { status, body } = await ask(host);
  expect(status).toBe(403);
  expect(JSON.parse(body).detail).toContain("ALLOWED_HOSTS");
});
