import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startTcpProxy, type TcpProxy } from "@/tests/support/tcp-proxy";
import { until } from "@/tests/support/until";

// The tool itself: a test that relies on a silent network must have one.

const echo = createServer((socket) => socket.on("error", () => undefined).pipe(socket));
let proxy: TcpProxy;

beforeEach(async () => {
  if (!echo.listening) await once(echo.listen(0, "127.0.0.1"), "listening");
  const { port } = echo.address() as AddressInfo;
  proxy = await startTcpProxy({ host: "127.0.0.1", port });
});
afterEach(async () => {
  await proxy.close();
});

async function client(): Promise<{ socket: Socket; heard: () => string; gone: () => boolean }> {
  const socket = connect(proxy.port, "127.0.0.1");
  let text = "";
  socket.on("data", (chunk) => {
    text += chunk;
  });
  socket.on("error", () => undefined);
  await once(socket, "ready");
  return { socket, heard: () => text, gone: () => socket.destroyed };
}

test("silence forwards nothing and closes nothing; afterwards nothing is missing", async () => {
  const { socket, heard, gone } = await client();
  socket.write("a");
  await until("the echo", () => heard() === "a");
  proxy.silence();
  socket.write("b");
  const other = await client();
  other.socket.write("x");
  // Long enough for an echo without the proxy.
  const direct = connect((echo.address() as AddressInfo).port, "127.0.0.1");
  direct.write("y");
  await once(direct, "data");
  direct.destroy();
  expect([heard(), other.heard(), gone()]).toEqual(["a", "", false]);
  proxy.pass();
  await until("what was held", () => heard() === "ab" && other.heard() === "x");
});

test("cutAfter swallows the answer and resets that connection alone", async () => {
  const first = await client();
  const second = await client();
  const sprung = proxy.cutAfter((chunk) => chunk.includes("secret"));
  second.socket.write("hello");
  await until("the other is answered", () => second.heard() === "hello");
  first.socket.write("secret");
  await sprung;
  await until("the connection is cut", first.gone);
  second.socket.write("!");
  await until("the other goes on", () => second.heard() === "hello!");
  expect(first.heard()).toBe("");
});

test("half-open keeps our side open and never answers; cut and refuse reset", async () => {
  const first = await client();
  first.socket.write("a");
  await until("the echo", () => first.heard() === "a");
  proxy.halfOpen();
  first.socket.write("b");
  expect(first.gone()).toBe(false);
  proxy.cut();
  await until("the connection is cut", first.gone);
  expect(first.heard()).toBe("a");
  proxy.refuse();
  const late = connect(proxy.port, "127.0.0.1").on("error", () => undefined);
  await until("a newcomer is reset", () => late.destroyed);
});

test("slow delays and keeps the order", async () => {
  proxy.slow(20);
  const { socket, heard } = await client();
  for (const letter of "abc") socket.write(letter);
  await until("everything", () => heard() === "abc");
});
