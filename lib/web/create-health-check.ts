import type { Pool } from "pg";
import { env } from "@/lib/env";
import { systemClock } from "@/lib/kernel/clock";
import { createPool } from "@/lib/postgres/pool";
import type { AppendWatch } from "@/lib/telemetry/append-watch";
import { HealthCheck } from "@/lib/telemetry/health-check";

const CONNECTIONS_MAX = 2;

/** The health check of this process, over the ingestion's pool and one of its own. */
export function createHealthCheck(ingestPool: Pool, appends: AppendWatch): HealthCheck {
  const pool = createPool(env().databaseUrl, CONNECTIONS_MAX, "tributary-health");
  return new HealthCheck({ ingestPool, pool, appends, clock: systemClock });
}
