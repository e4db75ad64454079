import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerOptions,
  type ServerResponse,
} from "node:http";
import { systemClock } from "@/lib/kernel/clock";

// What a connection may cost. Half-open heads are cheap: thousands of them delay nobody.
const OPTIONS: ServerOptions = {
  // Ingestion ends slow bodies itself, much earlier; this is for what is slow but not too slow, and for all else.
  requestTimeout: 120_000,
  headersTimeout: 20_000,
  connectionsCheckingInterval: 5_000,
  // Longer than the pools of usual proxies (60 s) keep an idle connection, so that it is they who close it.
  keepAliveTimeout: 75_000,
};
/** Node's default is 2,000; 16 KB of head hold no more that means anything. */
const HEADERS_MAX = 200;

/** Answers the request and says true, or leaves it untouched and says false. */
export type Listener = (req: IncomingMessage, res: ServerResponse) => boolean;

interface WebServer {
  readonly server: Server;
  /** Stops accepting, finishes what is in flight, cuts what is left after `patienceMs`. */
  drain(patienceMs: number): Promise<void>;
}

/** One HTTP server: the first listener that takes a request answers it, `fallback` the rest. */
export function createWebServer(
  listeners: readonly Listener[],
  fallback: (req: IncomingMessage, res: ServerResponse) => Promise<void>,
): WebServer {
  let draining = false;
  const server = createServer(OPTIONS, (req, res) => {
    // A kept-alive connection would outlive the drain.
    if (draining) res.setHeader("Connection", "close");
    for (const listen of listeners) if (listen(req, res)) return;
    fallback(req, res).catch(() => {
      if (res.headersSent) res.destroy();
      else res.writeHead(500, { "Content-Type": "text/plain" }).end("Internal server error\n");
    });
  });
  server.maxHeadersCount = HEADERS_MAX;
  return {
    server,
    drain: async (patienceMs) => {
      draining = true;
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      server.closeIdleConnections();
      const done = new AbortController();
      void closed.then(() => done.abort());
      await systemClock.sleep(patienceMs, done.signal);
      server.closeAllConnections();
      await closed;
    },
  };
}
