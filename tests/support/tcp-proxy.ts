import { connect, createServer, type Socket } from "node:net";

// Bad network between us and any TCP far end, PostgreSQL first. What a mode does, it does to the connections that are
// there and to those that come.

export interface TcpProxy {
  readonly port: number;
  /** The given URL with our host and port in it. */
  through(url: string): string;
  /** Connections that are open now. */
  readonly connections: number;
  /** Forwards everything, also what was held back (the first mode). Connections whose far end is gone are reset. */
  pass(): void;
  /** Accepts and acknowledges, forwards nothing, closes nothing: a frozen far end, or one behind a dead link. */
  silence(): void;
  /** Forwards each chunk so much later, in order. */
  slow(delayMs: number): void;
  /** The far end is gone and nobody says so: its side is closed, ours stays open without an answer. */
  halfOpen(): void;
  /** Resets all connections now. */
  cut(): void;
  /** Resets whoever connects, until the next mode. */
  refuse(): void;
  /**
   * Once: swallows the first chunk from the far end for which `predicate` holds, and all after it, and resets that
   * connection; resolves then. The others go on.
   */
  cutAfter(predicate: (chunkFromServer: Buffer) => boolean): Promise<void>;
  close(): Promise<void>;
}

/** For `cutAfter`: PostgreSQL has committed and says so. */
export const saysCommitted = (chunk: Buffer): boolean => chunk.includes("COMMIT\0");

type Mode = "pass" | "silence" | "half_open" | "refuse";

interface Pair {
  readonly client: Socket;
  readonly server: Socket;
}

/** A proxy on 127.0.0.1 in front of `host`:`port`. */
export async function startTcpProxy(farEnd: { host: string; port: number }): Promise<TcpProxy> {
  const pairs = new Set<Pair>();
  let mode: Mode = "pass";
  let delayMs = 0;
  let trap: { predicate: (chunk: Buffer) => boolean; sprung: () => void } | null = null;

  const reset = ({ client, server }: Pair) => {
    client.resetAndDestroy();
    server.resetAndDestroy();
  };

  /** `null` is the end of the stream. A paused reader reads nothing: the kernel acknowledges until its buffer is full. */
  const forward = (from: Socket, to: Socket, chunk: Buffer | null) => {
    const write = () => {
      if (to.destroyed) return;
      if (chunk === null) to.end();
      else if (!to.write(chunk)) {
        from.pause();
        to.once("drain", () => mode === "pass" && from.resume());
      }
    };
    if (delayMs > 0) setTimeout(write, delayMs);
    else write();
  };

  const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    if (mode === "refuse") return void client.resetAndDestroy();
    const server = connect({ ...farEnd, allowHalfOpen: true, noDelay: true });
    const pair = { client, server };
    pairs.add(pair);
    let closed = 0;
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      from.on("data", (chunk) => {
        if (from === server && trap?.predicate(chunk)) {
          trap.sprung();
          trap = null;
          return reset(pair);
        }
        forward(from, to, chunk);
      });
      from.on("end", () => forward(from, to, null));
      from.on("error", () => undefined);
      from.on("close", () => {
        closed += 1;
        if (closed === 2) pairs.delete(pair);
        else if (mode === "pass") forward(from, to, null);
      });
    }
    if (mode !== "pass") hold(pair);
  });

  function hold({ client, server }: Pair): void {
    client.pause();
    server.pause();
    if (mode === "half_open") server.destroy();
  }

  function enter(next: Mode): void {
    mode = next;
    for (const pair of pairs) {
      if (mode === "silence" || mode === "half_open") hold(pair);
      else if (pair.client.destroyed || pair.server.destroyed) reset(pair);
      else {
        pair.client.resume();
        pair.server.resume();
      }
    }
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the proxy has no port");
  const { port } = address;
  return {
    port,
    through: (url) => {
      const own = new URL(url);
      own.hostname = "127.0.0.1";
      own.port = String(port);
      return own.href;
    },
    get connections() {
      return pairs.size;
    },
    pass: () => {
      delayMs = 0;
      enter("pass");
    },
    silence: () => enter("silence"),
    slow: (ms) => {
      delayMs = ms;
      enter("pass");
    },
    halfOpen: () => enter("half_open"),
    refuse: () => enter("refuse"),
    cut: () => {
      for (const pair of pairs) reset(pair);
    },
    cutAfter: (predicate) =>
      new Promise((sprung) => {
        trap = { predicate, sprung };
      }),
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const pair of pairs) reset(pair);
      await closed;
    },
  };
}

/** A proxy in front of the database of a URL. */
export const startDatabaseProxy = (url: string): Promise<TcpProxy> => {
  const { hostname, port } = new URL(url);
  return startTcpProxy({ host: hostname, port: Number(port || 5432) });
};
