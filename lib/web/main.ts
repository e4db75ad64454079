import { once } from "node:events";
import next from "next";
import { env } from "@/lib/env";
import { logger } from "@/lib/telemetry/logger";
import { createWebServer, type Listener } from "./server";

// Process entry of the one public listener: ingestion by plain node:http, everything else by Next.

// Within the 10 s that the supervisor grants.
const DRAIN_MS_MAX = 9_000;

const { host, port, development } = env();

const app = next({ dev: development, dir: process.cwd(), hostname: host, port });
const handleByNext = app.getRequestHandler();
await app.prepare();

/** Consulted in this order before Next. */
const listeners: readonly Listener[] = [];

const web = createWebServer(listeners, (req, res) => handleByNext(req, res));

for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void stop());

web.server.listen(port, host);
await once(web.server, "listening");
logger.info({ host, port }, "web is listening");
process.stdout.write(`${JSON.stringify({ ready: true, process: "web", pid: process.pid })}\n`);

async function stop(): Promise<void> {
  await web.drain(DRAIN_MS_MAX);
  await app.close();
  process.exit(0);
}
