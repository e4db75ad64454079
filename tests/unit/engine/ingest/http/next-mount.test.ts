import { NextRequest } from "next/server";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { ingestRoute } from "@/lib/engine/ingest/http/next-mount";
import { config, proxy } from "@/proxy";
import { API_KEY, makeEvent, makeIngest, upload } from "@/tests/unit/engine/ingest/make-ingest";

function mount(path: string) {
  const bench = makeIngest();
  return { ...bench, route: ingestRoute(path, () => bench.ingest) };
}
const post = (body: BodyInit, headers: Record<string, string> = {}) =>
  new Request("http://host/2/httpapi", { method: "POST", body, headers });

test("the answers are those of the other mount", async () => {
  const { route, log } = mount("/2/httpapi");
  const answer = await route.POST(
    post(upload([makeEvent({ ip: "$remote" })]), { "X-Forwarded-For": "198.51.100.9" }),
  );
  expect(answer.status).toBe(200);
  expect(answer.headers.get("access-control-allow-origin")).toBe("*");
  expect(await answer.json()).toMatchObject({ code: 200, events_ingested: 1 });
  expect(log.incoming[0]?.payload["ip"]).toBe("198.51.100.9");
});

test("preflight and wrong methods are answered by us", async () => {
  const { route } = mount("/batch");
  const preflight = await route.OPTIONS(new Request("http://host/batch", { method: "OPTIONS" }));
  expect([preflight.status, await preflight.text()]).toEqual([204, ""]);
  expect((await route.GET(new Request("http://host/batch"))).status).toBe(405);
});

test("a query reaches Identify", async () => {
  const { route, log } = mount("/identify");
  const query = new URLSearchParams({ api_key: API_KEY, identification: '{"user_id":"user-1"}' });
  const answer = await route.GET(new Request(`http://host/identify?${query}`));
  expect(await answer.text()).toBe("success");
  expect(log.incoming).toHaveLength(1);
});

test("a body is not read beyond the limit", async () => {
  const { route } = mount("/2/httpapi");
  let pulled = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      pulled += 1;
      controller.enqueue(new Uint8Array(65_536));
    },
  });
  const init = { method: "POST", body: endless, duplex: "half" };
  const answer = await route.POST(new Request("http://host/2/httpapi", init));
  expect(await answer.json()).toEqual({ code: 413, error: "Payload too large" });
  expect(pulled).toBeLessThan(20);
  const announced = await route.POST(post("x", { "Content-Length": "2000000" }));
  expect(announced.status).toBe(413);
});

describe("uploads that took a wrong path, on a host that runs nothing but Next", () => {
  const { matcher } = config;
  const isMatched = (path: string) =>
    matcher.some((source) => new RegExp(`^${source}$`).test(path));
  const through = (path: string, init: RequestInit = {}) =>
    proxy(new NextRequest(`http://host${path}`, { method: "POST", body: "{}", ...init } as never));

  test.each(["/", "/sign-in", "/projects/1", "/2/httpapi/delayed", "/batch/x"])(
    "%s is answered by us",
    async (path) => {
      expect(isMatched(path)).toBe(true);
      const answer = through(path);
      expect([answer.status, await answer.json()]).toMatchObject([400, { code: 400 }]);
    },
  );

  test("every path below the endpoints is, whatever the method", () => {
    for (const path of ["/2", "/2/x", "/2/httpapi/delayed", "/batch/x", "/identify/x", "/httpapi"])
      expect(isMatched(path)).toBe(true);
  });

  test("the endpoints never come through, nor does what answers for itself", () => {
    for (const path of [
      "/2/httpapi",
      "/2/httpapi/",
      "/batch",
      "/identify",
      "/groupidentify",
      "/api/x",
      "/v1/x",
    ])
      expect(isMatched(path)).toBe(false);
  });

  test("a server action goes on to its page", () => {
    onTestFinished(() => void vi.unstubAllEnvs());
    vi.stubEnv("DATABASE_URL", "postgresql://user@localhost/x");
    vi.stubEnv("ENCRYPTION_KEY", Buffer.alloc(32).toString("base64"));
    const answer = through("/sign-in", { headers: { "Next-Action": "7f" } });
    expect(answer.headers.get("x-middleware-next")).toBe("1");
  });
});
