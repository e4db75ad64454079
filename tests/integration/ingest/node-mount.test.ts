import { once } from "node:events";
import { Agent, type IncomingMessage, request, type Server } from "node:http";
import { setImmediate as turn } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { createBodyBudget } from "@/lib/engine/ingest/http/body-budget";
import { API_KEY, makeEvent, upload } from "@/tests/unit/engine/ingest/make-ingest";
import { rawConnection, serve } from "./serve";

const head = (path: string, length: number, extra = "") =>
  `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n${extra}\r\n`;

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await turn();
}

test("an event sent over HTTP is stored and answered with headers any browser accepts", async () => {
  const { url, log } = await serve();
  const answer = await fetch(`${url}/2/httpapi`, { method: "POST", body: upload([makeEvent()]) });
  expect(answer.status).toBe(200);
  expect(answer.headers.get("access-control-allow-origin")).toBe("*");
  expect(await answer.json()).toMatchObject({ code: 200, events_ingested: 1 });
  expect(log.incoming).toHaveLength(1);
});

test("what is not ingestion is left alone", async () => {
  const { url } = await serve();
  for (const [path, init] of [
    ["/", {}],
    ["/sign-in", { method: "POST", headers: { "Next-Action": "7f" } }],
    ["/api/health", { method: "POST" }],
    ["/batches", { method: "HEAD" }],
  ] as const) {
    const answer = await fetch(url + path, init);
    expect([path, answer.status]).toEqual([path, 404]);
  }
});

test("an upload to a wrong path is answered as one, however large it is", async () => {
  const { url, log } = await serve();
  const form = new URLSearchParams({ client: API_KEY, e: JSON.stringify([makeEvent()]) });
  for (const [path, body] of [
    ["/", upload([makeEvent()])],
    ["/", form],
    ["/sign-in", form],
    ["/2", upload([makeEvent()])],
    ["/2/httpapi/delayed", upload([makeEvent()])],
    ["/batch/x", Buffer.alloc(3_000_000, 0x20)],
  ] as const) {
    const answer = await fetch(url + path, { method: "POST", body, redirect: "manual" });
    expect(answer.status).toBe(400);
    expect(answer.headers.get("access-control-allow-origin")).toBe("*");
    expect(await answer.json()).toMatchObject({ error: expect.stringContaining("/2/httpapi") });
  }
  expect(log.incoming).toEqual([]);
});

test("a client of a proxy sends the whole URL", async () => {
  const { port, log } = await serve();
  const body = upload([makeEvent()]);
  const req = request({ port, method: "POST", path: `http://127.0.0.1:${port}/2/httpapi?x` });
  const [res] = await once(req.end(body), "response");
  expect(res.resume().statusCode).toBe(200);
  expect(log.incoming).toHaveLength(1);
});

test("preflight, query and method reach the handler", async () => {
  const { url, log } = await serve();
  const headers = { "Access-Control-Request-Headers": "content-type,traceparent" };
  const preflight = await fetch(`${url}/batch`, { method: "OPTIONS", headers });
  expect([preflight.status, await preflight.text()]).toEqual([204, ""]);
  expect(preflight.headers.get("access-control-allow-headers")).toBe("content-type,traceparent");
  const query = new URLSearchParams({
    api_key: API_KEY,
    identification: JSON.stringify({ user_id: "user-1" }),
  });
  const identify = await fetch(`${url}/identify?${query}`);
  expect([identify.status, await identify.text()]).toEqual([200, "success"]);
  expect(log.incoming).toHaveLength(1);
  expect((await fetch(`${url}/2/httpapi`, { method: "PUT", body: "x" })).status).toBe(405);
});

test("gzip, and $remote through a proxy", async () => {
  const { url, log } = await serve();
  const headers = { "Content-Encoding": "gzip", "X-Forwarded-For": "198.51.100.9" };
  const body = gzipSync(upload([makeEvent({ ip: "$remote" })]));
  expect((await fetch(`${url}/2/httpapi`, { method: "POST", body, headers })).status).toBe(200);
  expect(log.incoming[0]?.payload["ip"]).toBe("198.51.100.9");
});

test("a body in many chunks is one body", async () => {
  const { port, log } = await serve();
  const body = upload([makeEvent({ city: "Köln" })]);
  const req = request({ port, method: "POST", path: "/2/httpapi" });
  for (const byte of Buffer.from(body)) req.write(Buffer.of(byte));
  req.end();
  const [res] = await once(req, "response");
  expect(res.statusCode).toBe(200);
  res.resume();
  expect(log.incoming[0]?.payload["city"]).toBe("Köln");
});

test("one connection carries many requests, refused ones among them", async () => {
  const { port, log } = await serve();
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const sockets = new Set<unknown>();
  for (const [body, status] of [
    [upload([makeEvent()]), 200],
    ["{", 400],
    [upload([makeEvent()]), 200],
  ] as const) {
    const req = request({ port, agent, method: "POST", path: "/2/httpapi" }).end(body);
    const [res] = await once(req, "response");
    sockets.add(req.socket);
    expect(res.statusCode).toBe(status);
    await once(res.resume(), "end");
  }
  agent.destroy();
  expect(sockets.size).toBe(1);
  expect(log.incoming).toHaveLength(2);
});

describe("too much", () => {
  test("an announced length over the limit is answered 413 before the body comes", async () => {
    const { port } = await serve();
    const { socket, received } = rawConnection(port);
    socket.write(head("/2/httpapi", 5_000_000));
    const [first] = await once(socket, "data");
    expect(first).toContain("HTTP/1.1 413 Payload Too Large");
    socket.end();
    const answer = await received;
    expect(answer).toMatch(/^connection: close\r$/im);
    expect(answer.endsWith('{"code":413,"error":"Payload too large"}')).toBe(true);
  });

  test("a chunked body is not read beyond the limit", async () => {
    const { port, log } = await serve();
    const { socket, received } = rawConnection(port);
    socket.write("POST /2/httpapi HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
    const chunk = Buffer.alloc(65_536, 0x20);
    const answered = once(socket, "data");
    for (let i = 0; i < 20; i++) {
      socket.write(`${chunk.length.toString(16)}\r\n`);
      socket.write(chunk);
      socket.write("\r\n");
    }
    expect(String(await answered)).toContain("413 Payload Too Large");
    socket.write("0\r\n\r\n");
    expect(await received).toContain('{"code":413,"error":"Payload too large"}');
    expect(log.incoming).toEqual([]);
  });

  test("a client that sends everything before it reads still gets the 413", async () => {
    const { port } = await serve();
    const { socket, received } = rawConnection(port);
    const body = Buffer.alloc(8_000_000, 0x20);
    socket.pause();
    socket.write(head("/2/httpapi", body.length));
    await new Promise<unknown>((resolve) => socket.write(body, resolve));
    socket.resume();
    expect(await received).toContain('{"code":413,"error":"Payload too large"}');
  });

  test("a client that never stops is cut", async () => {
    const { port } = await serve();
    const { socket, received } = rawConnection(port);
    socket.write(head("/2/httpapi", 10 ** 12));
    const chunk = Buffer.alloc(1_048_576);
    const pump = () => {
      while (!socket.destroyed && socket.write(chunk));
    };
    socket.on("drain", pump);
    pump();
    expect(await received).toContain("413 Payload Too Large");
  });
});

describe("when too many bodies are in memory", () => {
  const body = upload([makeEvent()]);
  const bytesMax = body.length * 1.5;
  const room = () => ({
    budget: createBodyBudget({
      limits: { bytesMax, smallBytesMin: bytesMax, clientBytesMax: bytesMax },
    }),
  });
  const post = async (url: string) =>
    (await fetch(`${url}/2/httpapi`, { method: "POST", body })).status;

  test("the answer is 503, until one of them is stored", async () => {
    const { url, log } = await serve(room());
    let open: () => void = () => undefined;
    log.gate = new Promise((resolve) => {
      open = resolve;
    });
    const stored = post(url);
    await until(() => log.appends === 1);
    expect(await post(url)).toBe(503);
    open();
    expect(await stored).toBe(200);
    expect(await post(url)).toBe(200);
  });

  test("an aborted upload gives its room back", async () => {
    const { port, url, server } = await serve(room());
    const { socket } = rawConnection(port);
    const begun = new Promise<IncomingMessage>((resolve) => {
      server.once("request", (req) => req.once("data", () => resolve(req)));
    });
    socket.write(head("/2/httpapi", body.length) + body.slice(0, -5));
    const req = await begun;
    expect(await post(url)).toBe(503);
    socket.destroy();
    await until(() => req.destroyed);
    expect(await post(url)).toBe(200);
  });
});

describe("broken uploads", () => {
  test("an aborted one stores nothing and harms nobody", async () => {
    const { port, url, log, reported, server } = await serve();
    const body = upload([makeEvent()]);
    const { socket } = rawConnection(port);
    const seen = once(server, "request");
    socket.write(head("/2/httpapi", body.length) + body.slice(0, 20));
    const [req] = await seen;
    socket.destroy();
    await until(() => req.destroyed);
    expect((await fetch(`${url}/2/httpapi`, { method: "POST", body })).status).toBe(200);
    expect(log.incoming).toHaveLength(1);
    expect(reported).toEqual([]);
  });

  test("a client that leaves before its answer has its events stored", async () => {
    const { port, log, reported } = await serve();
    let open: () => void = () => undefined;
    log.gate = new Promise((resolve) => {
      open = resolve;
    });
    const body = upload([makeEvent()]);
    const { socket, received } = rawConnection(port);
    socket.write(head("/2/httpapi", body.length) + body);
    await until(() => log.appends === 1);
    socket.destroy();
    await received;
    open();
    await until(() => log.incoming.length === 1);
    expect(reported).toEqual([]);
  });

  test("one that never completes is ended by the server's requestTimeout and stores nothing", async () => {
    const timeouts = { requestTimeout: 40, headersTimeout: 40, connectionsCheckingInterval: 20 };
    const { port, log } = await serve({}, timeouts);
    const body = upload([makeEvent()]);
    const { socket, received } = rawConnection(port);
    socket.write(head("/2/httpapi", body.length + 10) + body);
    expect(await received).toContain("408 Request Timeout");
    expect(log.appends).toBe(0);
  });

  test("a slow one is taken when it is complete", async () => {
    const { port, log, server } = await serve();
    const body = upload([makeEvent()]);
    const { socket, received } = rawConnection(port);
    const seen = once(server, "request");
    socket.write(head("/2/httpapi", body.length, "Connection: close\r\n"));
    const [req] = await seen;
    for (const character of body) {
      const arrived = once(req, "data");
      socket.write(character);
      await arrived;
    }
    expect(await received).toContain('"code":200');
    expect(log.incoming).toHaveLength(1);
  });
});

describe("innocents beside hostile clients: every one of them is answered 200", () => {
  const innocents = async (url: string, count = 50) => {
    const statuses = await Promise.all(
      Array.from({ length: count }, async (_, index) => {
        const padding = Array.from({ length: 20 }, () => "x".repeat(1_000));
        const body = upload([makeEvent({ user_id: `innocent-${index}`, padding })]);
        return (await fetch(`${url}/2/httpapi`, { method: "POST", body })).status;
      }),
    );
    expect(statuses).toEqual(Array.from({ length: count }, () => 200));
  };
  const large = Buffer.from(upload([makeEvent({ city: "x".repeat(900_000) })]));
  /** Goes on until the server has read all that it wants to read. */
  const whileReading = async (server: Server, work: () => Promise<void>) => {
    let bytes = 0;
    server.on("request", (req: IncomingMessage) => {
      if (req.url === "/batch") req.on("data", (chunk: Buffer) => (bytes += chunk.length));
    });
    for (let before = -1; bytes === 0 || before < bytes; ) {
      before = bytes;
      await work();
    }
  };

  test("uploads that stop before their end hold nobody up, and a large newcomer takes the place of one", async () => {
    const { port, url, server } = await serve();
    // All of it together leaves less room than the innocents need.
    const rest = 16 * 1_048_576 - 4_096;
    const sockets = Array.from({ length: 4 }, () => rawConnection(port));
    const attack = () => {
      for (const { socket } of sockets) {
        socket.write(head("/batch", 17 * 1_048_576));
        socket.write(Buffer.alloc(rest, 0x20));
      }
    };
    let isAttacked = false;
    await whileReading(server, async () => {
      if (!isAttacked) attack();
      isAttacked = true;
      await innocents(url);
    });
    await innocents(url);
    const newcomer = await fetch(`${url}/batch`, { method: "POST", body: large });
    expect(newcomer.status).toBe(200);
    for (const { socket } of sockets) socket.destroy();
  });

  test("bombs", async () => {
    const { url } = await serve();
    const fill = (unit: string) => unit.repeat((18 * 1_048_576) / unit.length);
    const bombs = ["{},", "[", '{"a":', '"a":1,', "1,", " "].map((unit) =>
      gzipSync(`{"api_key":"nobody","events":[${fill(unit)}`),
    );
    const attacks = bombs.map(async (body) => {
      const headers = { "Content-Encoding": "gzip" };
      return (await fetch(`${url}/batch`, { method: "POST", body, headers })).status;
    });
    await innocents(url);
    for (const status of await Promise.all(attacks)) expect([400, 413]).toContain(status);
    await innocents(url);
  });

  test("clients that leave while their uploads are stored", async () => {
    const { port, url, log } = await serve();
    let open: () => void = () => undefined;
    log.gate = new Promise((resolve) => {
      open = resolve;
    });
    const body = upload([makeEvent({ city: "x".repeat(60_000) })]);
    const sockets = Array.from({ length: 1_200 }, () => rawConnection(port));
    for (const { socket } of sockets) socket.write(head("/2/httpapi", body.length) + body);
    // Who is refused while still sending may lose the answer with the connection.
    const refused = new Set<unknown>();
    for (const { socket } of sockets) {
      for (const end of ["data", "close"]) socket.once(end, () => refused.add(socket));
    }
    // As many are stored as there is room for.
    await until(() => log.appends + refused.size >= sockets.length);
    expect(log.appends).toBeGreaterThan(900);
    for (const { socket } of sockets) socket.destroy();
    await Promise.all(sockets.map(({ received }) => received));
    const before = log.appends;
    const waiting = innocents(url, 100);
    await until(() => log.appends === before + 100);
    open();
    await waiting;
  });
});

test("a body that comes too slowly is answered 408, in words", async () => {
  const bytesMax = 200_000;
  const limits = { bytesMax, smallBytesMin: 0, clientBytesMax: bytesMax };
  let nowMs = 0;
  const { port, server } = await serve({ budget: createBodyBudget({ limits, now: () => nowMs }) });
  const { socket, received } = rawConnection(port);
  const seen = once(server, "request");
  socket.write(`${head("/batch", 100_000)}${" ".repeat(10_000)}`);
  const [req] = await seen;
  await once(req, "data");
  nowMs = 10_000;
  expect(await received).toContain(
    '{"code":408,"error":"The body came too slowly. Nothing was accepted; send it again."}',
  );
});
