import { describe, expect, onTestFinished, test } from "vitest";
import { testConnection } from "@/lib/engine/connectors/customerio/test-connection";
import { createDispatcher } from "@/lib/engine/connectors/dispatcher";
import { systemClock } from "@/lib/kernel/clock";
import { CREDENTIALS } from "./make-destination";
import { startServer } from "./test-server";

const NEVER = new AbortController().signal;

function ask(us: string, eu = "http://127.0.0.1:9", region: "us" | "eu" = "us") {
  const dispatcher = createDispatcher();
  onTestFinished(() => dispatcher.destroy());
  const options = { credentials: CREDENTIALS, region, baseUrls: { us, eu }, dispatcher };
  return testConnection({ ...options, clock: systemClock, version: "1.2.3" }, NEVER);
}

const answering = (status: number, body: unknown, headers = {}) =>
  startServer((_, __, response) =>
    response.writeHead(status, headers).end(typeof body === "string" ? body : JSON.stringify(body)),
  );

const workspace = (region: string) => ({ url: "…", region, environment_id: 12_345, extra: 1 });
const UNAUTHORIZED = { meta: { error: "Unauthorized request" } };

describe("Test connection", () => {
  test("connected: workspace and region, asked of the region call and not of /auth", async () => {
    const us = await answering(200, workspace("us"));
    expect(await ask(us.url)).toEqual({ kind: "connected", workspaceId: "12345", region: "us" });
    expect(us.received).toMatchObject([
      { method: "GET", url: "/api/v1/accounts/region", body: "" },
    ]);
  });

  test("this workspace is in the EU region: told by the body", async () => {
    const us = await answering(200, workspace("eu"));
    expect(await ask(us.url)).toEqual({ kind: "other_region", region: "eu" });
  });

  test("this workspace is in the EU region: told by a redirect", async () => {
    const eu = await answering(200, workspace("eu"));
    const us = await answering(301, "", { location: `${eu.url}/api/v1/accounts/region` });
    expect(await ask(us.url, eu.url)).toEqual({ kind: "other_region", region: "eu" });
  });

  test("a redirect to another host is a wrong address, not an outage", async () => {
    const us = await answering(302, "", { location: "https://elsewhere.example/" });
    expect(await ask(us.url)).toMatchObject({
      kind: "misconfigured",
      message: expect.stringContaining("https://elsewhere.example"),
    });
  });

  test("a US workspace refused by the EU host is told from wrong credentials", async () => {
    const us = await answering(200, workspace("us"));
    const eu = await answering(401, UNAUTHORIZED);
    expect(await ask(us.url, eu.url, "eu")).toEqual({ kind: "other_region", region: "us" });
  });

  test("refused by both", async () => {
    const us = await answering(401, UNAUTHORIZED);
    const eu = await answering(401, UNAUTHORIZED);
    expect(await ask(us.url, eu.url)).toEqual({
      kind: "refused",
      message: "Customer.io refused these credentials (401: Unauthorized request)",
    });
  });

  test("refused stays refused when the other region cannot be asked", async () => {
    const us = await answering(403, "<html>");
    expect(await ask(us.url)).toMatchObject({ kind: "refused" });
  });

  test.each([
    ["an HTML page", 200, "<html>Sign in to the Wi-Fi</html>", "misconfigured"],
    ["an unknown region", 200, workspace("mars"), "misconfigured"],
    ["a wrong address", 404, "", "misconfigured"],
    ["trouble", 503, "<html>", "unreachable"],
  ])("%s is not a connection", async (_, status, body, kind) => {
    const us = await answering(status, body);
    expect(await ask(us.url)).toMatchObject({ kind });
  });

  test("nobody there", async () => {
    expect(await ask("http://127.0.0.1:9")).toMatchObject({
      kind: "unreachable",
      message: expect.stringContaining("ECONNREFUSED"),
    });
  });
});
