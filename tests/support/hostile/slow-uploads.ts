import { connect, type Socket } from "node:net";
import { systemClock } from "@/lib/kernel/clock";
import { type Blow, type HostileClient, many, type Target, together } from "./hostile-client";

// Connections that take their time, so that what the server holds for them is held for long. None needs a key.

/** How long a blow holds its connections. */
const HOLD_MS = 1_500;
const DRIP_MS = 50;

interface Held {
  /** Written at once. */
  readonly begin: string | Buffer;
  /** Written every 50 ms after that. */
  readonly drip?: string;
  /** Whether the answer is never read. */
  readonly deaf?: boolean;
}

/** Opens a connection, writes, holds it, and cuts it. Status 0 unless the server has answered. */
async function hold({ port }: Target, { begin, drip, deaf = false }: Held): Promise<Blow> {
  const socket = connect(port, "127.0.0.1");
  const answer = listenTo(socket, deaf);
  const gone = new AbortController();
  socket.on("close", () => gone.abort());
  let bytes = Buffer.byteLength(begin);
  socket.write(begin);
  const endMs = performance.now() + HOLD_MS;
  while (performance.now() < endMs && !gone.signal.aborted) {
    if (drip === undefined) await systemClock.sleep(HOLD_MS, gone.signal);
    else {
      socket.write(drip);
      bytes += drip.length;
      await systemClock.sleep(DRIP_MS, gone.signal);
    }
  }
  socket.destroy();
  return { bytes, answers: [answer()] };
}

function listenTo(socket: Socket, deaf: boolean): () => number {
  let text = "";
  socket.setEncoding("latin1").on("error", () => undefined);
  if (deaf) socket.pause();
  else
    socket.on("data", (chunk: string) => {
      text = (text + chunk).slice(0, 100);
    });
  return () => Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1] ?? 0);
}

const head = (path: string, length: number, type = "application/json") =>
  `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: ${type}\r\nContent-Length: ${length}\r\n\r\n`;

const stalled = (path: string, bytes: number): Buffer =>
  Buffer.concat([Buffer.from(head(path, bytes + 1_000_000)), Buffer.alloc(bytes, " ")]);

const BATCH_BYTES = 15_980_000;

export const SLOW_UPLOADS: readonly HostileClient[] = [
  {
    name: "four uploads of 16 MB that stop before their end",
    surface: "/batch",
    needs: "the network",
    meansHarm: true,
    strike: (target) =>
      together(many(4, () => hold(target, { begin: stalled("/batch", BATCH_BYTES) }))),
  },
  {
    name: "200 uploads of one byte each 50 ms",
    surface: "/2/httpapi",
    needs: "the network",
    meansHarm: true,
    strike: (target) =>
      together(
        many(200, () => hold(target, { begin: `${head("/2/httpapi", 900_000)}{`, drip: " " })),
      ),
  },
  {
    name: "200 heads that never end",
    surface: "any path",
    needs: "the network",
    meansHarm: true,
    strike: (target) =>
      together(
        many(200, () =>
          hold(target, {
            begin: "POST /2/httpapi HTTP/1.1\r\nHost: localhost\r\n",
            drip: "A: b\r\n",
          }),
        ),
      ),
  },
  {
    name: "50 pipelined requests each on 50 connections that read no answer",
    surface: "/2/httpapi",
    needs: "the network",
    meansHarm: true,
    strike: (target) =>
      together(
        many(50, () =>
          hold(target, { begin: `${head("/2/httpapi", 2)}{}`.repeat(50), deaf: true }),
        ),
      ),
  },
  {
    name: "uploads whose clients leave before the answer",
    surface: "/batch",
    needs: "the public key",
    meansHarm: true,
    strike: (target) => together(many(20, (n) => leave(target, n))),
  },
];

/** A whole upload on a connection that is cut as soon as it is written. */
function leave({ port, apiKey }: Target, n: number): Promise<Blow> {
  const events = many(50, (i) => ({ event_type: "Left", user_id: `leaver-${n}-${i}` }));
  const body = JSON.stringify({ api_key: apiKey, events });
  const socket = connect(port, "127.0.0.1");
  return new Promise((resolve) => {
    const done = () => resolve({ bytes: body.length, answers: [0] });
    socket.on("error", done).on("close", done);
    socket.write(head("/batch", body.length) + body, () => socket.destroy());
  });
}
