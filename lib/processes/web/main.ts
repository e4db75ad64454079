import { once } from "node:events";
import next from "next";
import { alertPorts } from "@/lib/admin/alerts/alert-ports";
import { contextFor } from "@/lib/admin/verb/context-for";
import { ingestListener } from "@/lib/engine/ingest/http/node-mount";
import { toRateSettings } from "@/lib/engine/ingest/limits/rate-limits";
import { systemClock } from "@/lib/kernel/clock";
import { env } from "@/lib/platform/env";
import { logger } from "@/lib/platform/logger";
import { markPeer } from "@/lib/platform/peer";
import { createPool } from "@/lib/platform/postgres/pool";
import { createTrustedProxies } from "@/lib/platform/trusted-proxies";
import { keepAlerts } from "@/lib/processes/worker/keep-alerts";
import { securityHeaders } from "@/lib/web/security-headers";
import { allowHosts } from "./allow-hosts";
import { createHealthCheck } from "./create-health-check";
import { healthListener } from "./health-listener";
import { createIngestion } from "./ingestion";
import { limitBody } from "./limit-body";
import { createWebServer, type Listener } from "./server";

// Process entry of the one public listener: ingestion by plain node:http, everything else by Next.

// Together within the 10 s that the supervisor grants.
const DRAIN_MS_MAX = 8_000;
/** For what remains after the drain: it asks a database that may not answer. */
const CLOSE_MS_MAX = 1_000;
const INGEST_CONNECTIONS_MAX = 8;

const { host, port, development, databaseUrl, ingest, publicUrl, allowedHosts, logRetentionDays } =
  env();
const proxies = createTrustedProxies(ingest.trustedProxies);

const app = next({ dev: development, dir: process.cwd(), hostname: host, port });
const handleByNext = app.getRequestHandler();
await app.prepare();

const pool = createPool(databaseUrl, INGEST_CONNECTIONS_MAX, "tributary-ingest");
const { cipher } = contextFor({ kind: "system" });
const ingestion = createIngestion(pool, toRateSettings(ingest), cipher);

/** Consulted in this order before Next. */
const listeners: readonly Listener[] = [
  healthListener(createHealthCheck(pool, ingestion.appends)),
  ingestListener(ingestion.ingest, proxies),
  allowHosts(allowedHosts),
  limitBody,
];

const answerHeaders = Object.entries(securityHeaders(publicUrl));
const web = createWebServer(listeners, (req, res) => {
  markPeer(req, proxies);
  for (const [name, value] of answerHeaders) res.setHeader(name, value);
  return handleByNext(req, res);
});

for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void stop());

web.server.listen(port, host);
await once(web.server, "listening");
logger.info({ host, port }, "web is listening");
// Here too: that there is no worker any more is for somebody else to find out.
const over = new AbortController();
void keepAlerts(
  contextFor({ kind: "system" }),
  alertPorts(),
  logRetentionDays,
  logger,
  over.signal,
);
process.stdout.write(`${JSON.stringify({ ready: true, process: "web", pid: process.pid })}\n`);

async function stop(): Promise<void> {
  over.abort();
  await web.drain(DRAIN_MS_MAX);
  const closing = app
    .close()
    .then(ingestion.flush)
    .then(() => pool.end());
  const report = (err: unknown) => logger.warn({ err }, "web did not close in order");
  await Promise.race([closing.catch(report), systemClock.sleep(CLOSE_MS_MAX)]);
  process.exit(0);
}
