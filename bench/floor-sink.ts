import { createServer, type ServerResponse } from "node:http";
import { z } from "zod";

// A destination that costs next to nothing: parses each request and counts operations and distinct ids.

const { PORT } = z.object({ PORT: z.coerce.number() }).parse(process.env);

interface Operation {
  readonly id?: string;
  readonly attributes?: { readonly seq?: number };
}

let operations = 0;
let requests = 0;
let ids = new Set<string>();
let arrivals: [number, number][] = [];

function take(batch: readonly Operation[]): void {
  const now = Date.now();
  requests += 1;
  operations += batch.length;
  for (const { id, attributes } of batch) {
    if (id !== undefined) ids.add(id);
    if (attributes?.seq !== undefined) arrivals.push([attributes.seq, now]);
  }
}

function answer(res: ServerResponse, body: unknown): void {
  const text = JSON.stringify(body);
  res.writeHead(200, { "Content-Type": "application/json", "Content-Length": text.length });
  res.end(text);
}

const server = createServer((req, res) => {
  const chunks: Buffer[] = [];
  req.on("data", (chunk: Buffer) => chunks.push(chunk));
  req.on("end", () => {
    switch (req.url) {
      case "/stats":
        return answer(res, { operations, requests, distinct: ids.size });
      case "/arrivals":
        return answer(res, arrivals);
      case "/reset":
        operations = 0;
        requests = 0;
        ids = new Set();
        arrivals = [];
        return answer(res, {});
      default: {
        const body: { readonly batch?: readonly Operation[] } = JSON.parse(
          Buffer.concat(chunks).toString() || "{}",
        );
        take(body.batch ?? []);
        return answer(res, {});
      }
    }
  });
});

server.keepAliveTimeout = 60_000;
server.listen(PORT, "127.0.0.1", () => {
  process.stdout.write(`${JSON.stringify({ ready: true })}\n`);
});
process.once("SIGTERM", () => process.exit(0));
