import { createServer as createTlsServer } from "node:https";
import { gzipSync } from "node:zlib";
import { describe, expect, onTestFinished, test } from "vitest";
import { createCustomerIo } from "@/lib/engine/connectors/customerio/customer-io";
import { readConfig } from "@/lib/engine/connectors/customerio/parameters";
import { createDispatcher } from "@/lib/engine/connectors/dispatcher";
import type { Attempt } from "@/lib/engine/pipeline/ports";
import { systemClock } from "@/lib/kernel/clock";
import {
  CREDENTIALS,
  makeTrackEvent,
  ready,
  type SyncDestination,
  withSettings,
} from "./make-destination";
import { SELF_SIGNED_CERTIFICATE, SELF_SIGNED_KEY } from "./self-signed";
import { startServer } from "./test-server";

const NOWHERE = "http://127.0.0.1:9";
const BASIC = `Basic ${Buffer.from("site-1234567890:key-abcdefghij/+x").toString("base64")}`;
const NEVER = new AbortController().signal;

interface Part {
  readonly eu?: string;
  readonly region?: "us" | "eu";
  readonly requestTimeoutMs?: number;
}

function destinationAt(us: string, part: Part = {}): SyncDestination {
  const dispatcher = createDispatcher();
  onTestFinished(() => dispatcher.destroy());
  const destination = createCustomerIo({
    config: readConfig({ region: part.region ?? "us" }),
    sender: {
      credentials: CREDENTIALS,
      region: part.region ?? "us",
      baseUrls: { us, eu: part.eu ?? NOWHERE },
      dispatcher,
      version: "1.2.3",
      clock: systemClock,
      requestTimeoutMs: part.requestTimeoutMs ?? 10_000,
    },
  });
  return withSettings(destination, { sendEvents: true, eventRows: [{ event: "_all" }] });
}

function batchFor(destination: SyncDestination, count = 2) {
  const { operations } = ready(destination.prepare(makeTrackEvent()));
  return destination.batch(
    Array.from({ length: count }, (_, item) => ({ item, operation: operations[0] })),
  );
}

const send = (destination: SyncDestination, signal = NEVER): Promise<Attempt> =>
  destination.send(batchFor(destination), signal);

describe("a request", () => {
  test("carries the method, the path, the exact body, Basic credentials and who we are", async () => {
    const server = await startServer((_, __, response) => response.end("{}\n"));
    const destination = destinationAt(server.url);
    const attempt = await send(destination);
    expect(server.received).toEqual([
      {
        method: "POST",
        url: "/api/v2/batch",
        body: batchFor(destination).body,
        headers: expect.objectContaining({
          authorization: BASIC,
          "content-type": "application/json",
          "user-agent": "Tributary/1.2.3",
        }),
      },
    ]);
    expect(attempt).toMatchObject({
      status: 200,
      answer: null,
      verdict: { kind: "settled", operations: [{ kind: "accepted" }, { kind: "accepted" }] },
    });
    expect(attempt.durationMs).toBeGreaterThanOrEqual(0);
  });

  test("a v1 path arrives as it was encoded, below the path of a relay", async () => {
    const server = await startServer((_, __, response) => response.end("{}"));
    const destination = destinationAt(`${server.url}/relay/`);
    const { operations } = ready(destination.prepare(makeTrackEvent({ userId: "a/b c" })));
    const [operation] = operations;
    const request = { ...operation.single, bytes: 1, operations: [{ item: 0, operation }] };
    const { verdict } = await destination.send(request, NEVER);
    expect(verdict).toEqual({ kind: "settled", operations: [{ kind: "accepted" }] });
    expect(server.received[0]?.url).toBe("/relay/api/v1/customers/a%2Fb%20c/events");
  });

  test("goes to the region that was chosen", async () => {
    const us = await startServer((_, __, response) => response.end("{}"));
    const eu = await startServer((_, __, response) => response.end("{}"));
    await send(destinationAt(us.url, { eu: eu.url, region: "eu" }));
    expect([us.received.length, eu.received.length]).toEqual([0, 1]);
  });

  test("connections are used again", async () => {
    const ports = new Set<number | undefined>();
    const server = await startServer((_, request, response) => {
      ports.add(request.socket.remotePort);
      response.end("{}");
    });
    const destination = destinationAt(server.url);
    for (let i = 0; i < 10; i++) await send(destination);
    expect(ports.size).toBeLessThan(4);
  });
});

describe("redirects", () => {
  test.each([301, 302, 303, 307, 308])(
    "%d on the same host is followed with method, body and credentials kept",
    async (status) => {
      const server = await startServer(({ url }, _, response) => {
        if (url === "/moved?x=1") return response.end("{}");
        return response.writeHead(status, { location: "/moved?x=1" }).end("moved");
      });
      const { verdict } = await send(destinationAt(server.url));
      expect(verdict.kind).toBe("settled");
      const [first, second] = server.received;
      expect(second).toMatchObject({ method: "POST", url: "/moved?x=1", body: first?.body });
      expect(second?.headers.authorization).toBe(BASIC);
    },
  );

  test("to the other region: this workspace lives in the EU region, and nothing is delivered there", async () => {
    const eu = await startServer((_, __, response) => response.end("{}"));
    const us = await startServer((_, __, response) =>
      response.writeHead(301, { location: `${eu.url}/api/v2/batch` }).end(),
    );
    const attempt = await send(destinationAt(us.url, { eu: eu.url }));
    expect(attempt).toMatchObject({
      status: 301,
      verdict: {
        kind: "unwell",
        reason: "wrong_region",
        message: "This workspace lives in the EU region",
      },
    });
    expect(eu.received).toEqual([]);
  });

  test("off site: not followed, and no credential ever leaves for there", async () => {
    const thief = await startServer((_, __, response) => response.end("{}"));
    const us = await startServer((_, __, response) =>
      response.writeHead(307, { location: `${thief.url}/api/v2/batch` }).end(),
    );
    const attempt = await send(destinationAt(us.url));
    expect(attempt.verdict).toMatchObject({ kind: "unwell", reason: "misconfigured" });
    expect(thief.received).toEqual([]);
  });

  test.each([
    [
      "a host that only begins like ours",
      (url: string) => `${url.replace("127.0.0.1", "127.0.0.1.evil.invalid")}/`,
    ],
    [
      "our host as a user name",
      (url: string) => `http://${url.slice("http://".length)}@evil.invalid/`,
    ],
    ["another scheme", (url: string) => url.replace("http:", "https:")],
    ["no address", () => "http://[nonsense"],
  ])("%s is off site", async (_, target) => {
    const us = await startServer((_received, _request, response) =>
      response.writeHead(302, { location: target(us.url) }).end(),
    );
    const attempt = await send(destinationAt(us.url));
    expect(attempt.verdict).toMatchObject({ kind: "unwell", reason: "misconfigured" });
    expect(us.received).toHaveLength(1);
  });

  test("without Location, or for ever, is a misconfiguration", async () => {
    const lost = await startServer((_, __, response) => response.writeHead(301).end());
    expect((await send(destinationAt(lost.url))).verdict).toMatchObject({
      reason: "misconfigured",
    });
    const loop = await startServer((_, __, response) =>
      response.writeHead(301, { location: "/" }).end(),
    );
    expect((await send(destinationAt(loop.url))).verdict).toMatchObject({
      reason: "misconfigured",
    });
    expect(loop.received).toHaveLength(4);
  });
});

describe("bad answers", () => {
  test("an HTML 502 waits, and 500 characters of it are kept", async () => {
    const html = `<html>${"é".repeat(2_000)}</html>`;
    const server = await startServer((_, __, response) => response.writeHead(502).end(html));
    expect(await send(destinationAt(server.url))).toMatchObject({
      status: 502,
      answer: html.slice(0, 500),
      verdict: { kind: "wait", reason: "server_error", retryAfterMs: null },
    });
  });

  test("a 429 waits as long as it says", async () => {
    const server = await startServer((_, __, response) =>
      response.writeHead(429, { "retry-after": "7" }).end(),
    );
    expect((await send(destinationAt(server.url))).verdict).toMatchObject({
      kind: "wait",
      reason: "throttled",
      retryAfterMs: 7_000,
    });
  });

  test("secrets are scrubbed from what is kept, in every form they were sent in", async () => {
    const leak = {
      meta: { error: `bad ${BASIC} key-abcdefghij/+x site-1234567890 key-abcdefghij%2F%2Bx` },
    };
    const server = await startServer((_, __, response) =>
      response.writeHead(400).end(JSON.stringify(leak)),
    );
    const attempt = await send(destinationAt(server.url));
    const said = JSON.stringify(attempt);
    expect(said).toContain("[redacted]");
    for (const secret of [BASIC.slice(6), "key-abcdefghij", "site-1234567890"]) {
      expect(said).not.toContain(secret);
    }
  });

  test("NUL and half characters are not kept: the log could not store them", async () => {
    const server = await startServer((_, __, response) =>
      response.writeHead(500).end(Buffer.from([0x61, 0, 0xff, 0x62])),
    );
    const { answer } = await send(destinationAt(server.url));
    expect(answer).toBe("a\ufffdb");
    const face = await startServer((_, __, response) =>
      response.writeHead(500).end(`${"a".repeat(499)}\u{1F600}`),
    );
    expect((await send(destinationAt(face.url))).answer?.isWellFormed()).toBe(true);
  });

  test("a 207 arrives index by index", async () => {
    const errors = [{ batch_index: 1, reason: "invalid", field: "name", message: "name is blank" }];
    const server = await startServer((_, __, response) =>
      response.writeHead(207).end(JSON.stringify({ errors })),
    );
    expect(await send(destinationAt(server.url))).toMatchObject({
      answer: expect.stringContaining("name is blank"),
      verdict: {
        kind: "settled",
        operations: [
          { kind: "accepted" },
          { kind: "refused", message: "name is blank (invalid)", field: "name" },
        ],
      },
    });
  });

  test("a compressed 207 is read, a truncated one concludes nothing", async () => {
    const body = gzipSync(JSON.stringify({ errors: [{ batch_index: 0, message: "bad" }] }));
    const whole = await startServer((_, __, response) =>
      response.writeHead(207, { "content-encoding": "gzip" }).end(body),
    );
    expect((await send(destinationAt(whole.url))).verdict.kind).toBe("settled");
    const truncated = await startServer((_, __, response) =>
      response.writeHead(207, { "content-encoding": "gzip" }).end(body.subarray(0, -12)),
    );
    expect((await send(destinationAt(truncated.url))).verdict).toMatchObject({
      kind: "wait",
      reason: "unreachable",
    });
  });

  test("an endless body is read no further than 1 MB", async () => {
    const server = await startServer((_, __, response) => {
      const chunk = Buffer.alloc(65_536, "x");
      const write = () => {
        while (!response.destroyed && response.write(chunk));
      };
      response.writeHead(500).on("drain", write);
      write();
    });
    expect(await send(destinationAt(server.url))).toMatchObject({
      status: 500,
      answer: "x".repeat(500),
      verdict: { kind: "wait" },
    });
  });
});

describe("no answer", () => {
  test("nobody listens", async () => {
    expect(await send(destinationAt(NOWHERE))).toMatchObject({
      status: null,
      answer: expect.stringContaining("ECONNREFUSED"),
      verdict: { kind: "wait", reason: "unreachable" },
    });
  });

  test("the connection is cut after the request was sent", async () => {
    const server = await startServer((_, request) => request.socket.destroy());
    expect(await send(destinationAt(server.url))).toMatchObject({
      status: null,
      verdict: { kind: "wait", reason: "unreachable" },
    });
    expect(server.received).toHaveLength(1);
  });

  test("the connection is cut in the middle of a 200: nothing is assumed", async () => {
    const server = await startServer((_, request, response) => {
      response.writeHead(200, { "content-length": "100" });
      response.write('{"errors":[', () => request.socket.destroy());
    });
    expect((await send(destinationAt(server.url))).verdict).toMatchObject({
      kind: "wait",
      reason: "unreachable",
    });
  });

  test("what answers does not speak HTTP", async () => {
    const server = await startServer((_, request) => request.socket.end("SSH-2.0-nonsense\r\n"));
    expect((await send(destinationAt(server.url))).verdict).toMatchObject({
      kind: "wait",
      reason: "unreachable",
    });
  });

  test("silence ends at the deadline", async () => {
    const server = await startServer(() => undefined);
    const attempt = await send(destinationAt(server.url, { requestTimeoutMs: 50 }));
    expect(attempt).toMatchObject({ status: null, verdict: { kind: "wait", reason: "timeout" } });
  });

  test("silence in the middle of the body ends at the deadline too", async () => {
    const server = await startServer((_, __, response) => response.writeHead(200).write("{"));
    const attempt = await send(destinationAt(server.url, { requestTimeoutMs: 50 }));
    expect(attempt.verdict).toMatchObject({ kind: "wait", reason: "timeout" });
  });

  test("a caller who stops gets a verdict that concludes nothing", async () => {
    const stop = new AbortController();
    const server = await startServer(() => stop.abort());
    const attempt = await send(destinationAt(server.url), stop.signal);
    expect(attempt).toMatchObject({
      status: null,
      verdict: { kind: "wait", reason: "unreachable" },
    });
    expect((await send(destinationAt(server.url), stop.signal)).verdict.kind).toBe("wait");
    expect(server.received).toHaveLength(1);
  });

  test("a certificate that nobody signed is a misconfiguration, and nothing was sent", async () => {
    const server = await startServer(
      (_, __, response) => response.end("{}"),
      (listener) =>
        createTlsServer({ key: SELF_SIGNED_KEY, cert: SELF_SIGNED_CERTIFICATE }, listener),
    );
    const attempt = await send(destinationAt(server.url.replace("http:", "https:")));
    expect(attempt.verdict).toMatchObject({ kind: "unwell", reason: "misconfigured" });
    expect(server.received).toEqual([]);
  });

  test("TLS spoken to a plain server is a misconfiguration", async () => {
    const server = await startServer((_, __, response) => response.end("{}"));
    const attempt = await send(destinationAt(server.url.replace("http:", "https:")));
    expect(attempt.verdict).toMatchObject({ kind: "unwell", reason: "misconfigured" });
  });
});
