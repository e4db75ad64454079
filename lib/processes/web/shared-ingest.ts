import type { HealthCheck } from "@/lib/admin/operations/health-check";
import { contextFor } from "@/lib/admin/verb/context-for";
import type { Ingest } from "@/lib/engine/ingest/ingest";
import { toRateSettings } from "@/lib/engine/ingest/limits/rate-limits";
import { env } from "@/lib/platform/env";
import { createPool } from "@/lib/platform/postgres/pool";
import { createHealthCheck } from "./create-health-check";
import { createIngestion } from "./ingestion";

const CONNECTIONS_MAX = 4;

interface Shared {
  readonly ingest: Ingest;
  readonly health: HealthCheck;
}

// Next loads a module once per route; the log's group commit and the caches must be one per process.
const shared = globalThis as typeof globalThis & { tributaryIngest?: Shared };

/** The ingestion of a process that runs only Next: made at the first request, kept until the process ends. */
export const sharedIngest = (): Ingest => get().ingest;

/** What that process says of the product. */
export const sharedHealth = (): HealthCheck => get().health;

function get(): Shared {
  shared.tributaryIngest ??= make();
  return shared.tributaryIngest;
}

function make(): Shared {
  const pool = createPool(env().databaseUrl, CONNECTIONS_MAX, "tributary-ingest");
  const { cipher } = contextFor({ kind: "system" });
  const { ingest, appends } = createIngestion(pool, toRateSettings(env().ingest), cipher);
  return { ingest, health: createHealthCheck(pool, appends) };
}
