import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import { limitBody } from "@/lib/processes/web/limit-body";
import { createWebServer } from "@/lib/processes/web/server";
import { rawConnection } from "./serve";

/** Answers with the length of the body that it was given. */
async function serve() {
  const lengths: number[] = [];
  const web = createWebServer([limitBody], async (req: IncomingMessage, res: ServerResponse) => {
    const body = await buffer(req);
    lengths.push(body.length);
    res.end(String(body.length));
  });
  web.server.listen(0, "127.0.0.1");
  await once(web.server, "listening");
  onTestFinished(() => {
    web.server.closeAllConnections();
    web.server.close();
  });
  const { port } = web.server.address() as AddressInfo;
  return { lengths, port, url: `http://127.0.0.1:${port}` };
}

const post = (url: string, bytes: number) =>
  fetch(url, { method: "POST", body: new Uint8Array(bytes) });

test.each([
  ["/api/auth/callback/credentials", 65_536],
  ["//api/auth", 65_536],
  ["/api/authors", 1_048_576],
  ["/v1/projects?x=/api/auth/", 1_048_576],
  ["/setup", 1_048_576],
])("%s takes %i bytes", async (path, bytesMax) => {
  const { url, lengths } = await serve();
  expect((await post(url + path, bytesMax)).status).toBe(200);
  const refused = await post(url + path, bytesMax + 1);
  expect(refused.status).toBe(413);
  expect(refused.headers.get("content-type")).toBe("application/problem+json");
  expect(await refused.json()).toMatchObject({
    status: 413,
    error_code: "too_large",
    detail: `A body may have at most ${bytesMax} bytes here`,
  });
  expect(lengths).toEqual([bytesMax]);
});

test("a chunked body is counted: nobody reads it beyond the limit", async () => {
  const { port, lengths } = await serve();
  const { socket, received } = rawConnection(port);
  socket.write("POST /api/auth/callback/credentials HTTP/1.1\r\nHost: x\r\n");
  socket.write("Transfer-Encoding: chunked\r\n\r\n");
  const chunk = Buffer.alloc(16_384, 0x61);
  for (let i = 0; i < 10; i++) {
    socket.write(`${chunk.length.toString(16)}\r\n`);
    socket.write(chunk);
    socket.write("\r\n");
  }
  socket.write("0\r\n\r\n");
  expect(await received).toContain("413 Payload Too Large");
  expect(lengths).toEqual([]);
});

test("a chunked body within the limit arrives whole, and the connection goes on", async () => {
  const { url, lengths } = await serve();
  const body = () =>
    new ReadableStream({
      start: (controller) => {
        for (let i = 0; i < 4; i++) controller.enqueue(new Uint8Array(10_000));
        controller.close();
      },
    });
  for (let i = 0; i < 2; i++) {
    const init = { method: "POST", body: body(), duplex: "half" };
    expect(await (await fetch(`${url}/api/auth/x`, init)).text()).toBe("40000");
  }
  expect(lengths).toEqual([40_000, 40_000]);
});

test("the body of a GET counts too", async () => {
  const { port } = await serve();
  const { socket, received } = rawConnection(port);
  socket.write("GET /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 2000000\r\n\r\n");
  expect(await received).toContain("413 Payload Too Large");
});
