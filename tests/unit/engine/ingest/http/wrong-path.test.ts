import { describe, expect, test } from "vitest";
import { misledAnswer, splitTarget, wrongPathAnswer } from "@/lib/engine/ingest/http/wrong-path";
import {
  API_KEY,
  makeEvent,
  makeIngest,
  send,
  upload,
} from "@/tests/unit/engine/ingest/make-ingest";

const isWrong = (method: string, path: string, headers: Record<string, string> = {}) =>
  wrongPathAnswer({ method, path, header: (name) => headers[name] }) !== null;

describe("an upload that took a wrong path", () => {
  test.each([
    ["POST", "/"],
    ["POST", "/sign-in"],
    ["POST", "/projects/1/overview"],
    ["POST", "/3/httpapi"],
    ["POST", "//2/httpapi"],
    ["POST", "/apis"],
    ["POST", "/api/health/"],
    ["POST", "/api/../"],
    ["POST", "/api/%2E%2e/sign-in"],
    ["PUT", "/sign-in"],
    ["POST", "/2"],
    ["POST", "/2/httpapi/delayed"],
    ["GET", "/2/httpapi/delayed"],
    ["HEAD", "/batch/x"],
    ["GET", "/identify/x"],
    ["POST", "/groupidentify/x"],
    ["POST", "/httpapi"],
    ["OPTIONS", "/"],
  ])("%s %s", (method, path) => {
    expect(isWrong(method, path)).toBe(true);
  });

  test.each([
    ["GET", "/"],
    ["HEAD", "/sign-in"],
    ["GET", "/batches"],
    ["POST", "/api/auth/callback/credentials"],
    ["POST", "/v1/projects/1/destinations"],
    ["POST", "/hooks/amplitude/key"],
    ["GET", "/_next/static/x.js"],
    ["POST", "/__nextjs_original-stack-frames"],
  ])("is not %s %s", (method, path) => {
    expect(isWrong(method, path)).toBe(false);
  });

  test("is not a server action, and no other site may ask to send one", () => {
    expect(isWrong("POST", "/sign-in", { "next-action": "7f" })).toBe(false);
    const asked = { "access-control-request-headers": "content-type,Next-Action" };
    expect(isWrong("OPTIONS", "/sign-in", asked)).toBe(false);
  });
});

test("a call of the management API may end in a slash", () => {
  expect(isWrong("POST", "/v1/projects/", { authorization: "Bearer x" })).toBe(false);
});

test.each([
  [upload([makeEvent()]), 400],
  [`client=${API_KEY}&e=%5B%5D`, 400],
  [`identification=%7B%7D&api_key=${API_KEY}`, 400],
  [`--x\r\nContent-Disposition: form-data; name="api_key"\r\n\r\n${API_KEY}`, 400],
  ["csrfToken=7f&email=ann%40example.com&password=%22api_key%22&json=true", undefined],
  ["", undefined],
])("the body %s where people sign in", (body, status) => {
  expect(misledAnswer(body)?.status).toBe(status);
});

test.each([
  ["/2/httpapi", "/2/httpapi", ""],
  ["/identify?a=1?b", "/identify", "a=1?b"],
  ["http://host:3000/2/httpapi?x", "/2/httpapi", "x"],
  ["http://host", "/", ""],
  ["*", "*", ""],
])("the target %s is split", (target, path, query) => {
  expect(splitTarget(target)).toEqual({ path, query });
});

test("the answer names the right paths, and any page may read it", async () => {
  const answer = wrongPathAnswer({ method: "POST", path: "/", header: () => undefined });
  expect(JSON.parse(answer?.body ?? "")).toEqual({
    code: 400,
    error:
      "Invalid request path. Send events to /2/httpapi or /batch, identifications to /identify or /groupidentify.",
  });
  expect(answer).toMatchObject({ status: 400, headers: { "Access-Control-Allow-Origin": "*" } });
});

describe("a preflight", () => {
  const preflight = async (requestedHeaders: string | undefined) => {
    const answer = await send(makeIngest(), { method: "OPTIONS", requestedHeaders });
    return answer.headers;
  };

  test("is allowed what it asks: a page with tracing sends more than the SDK", async () => {
    const asked = "content-type, sentry-trace,baggage,traceparent";
    expect(await preflight(asked)).toMatchObject({
      "Access-Control-Allow-Origin": "*",
      "Access-Control-Allow-Headers": asked,
      Vary: "Access-Control-Request-Headers",
    });
  });

  test.each([
    ["nothing", undefined],
    ["what is no list of names", "content-type, x: y"],
    ["a second line", "a\r\nSet-Cookie: b"],
    ["more than any page has", `a${",a".repeat(1000)}`],
  ])("that asks %s is told what SDKs send", async (_name, asked) => {
    expect(await preflight(asked)).toMatchObject({
      "Access-Control-Allow-Headers":
        "Content-Type, Content-Encoding, Cross-Origin-Resource-Policy",
    });
  });
});
