import type { Pool } from "pg";
import { HealthCheck } from "@/lib/admin/operations/health-check";
import type { AppendWatch } from "@/lib/engine/store/append-watch";
import { systemClock } from "@/lib/kernel/clock";
import { env } from "@/lib/platform/env";
import { createPool } from "@/lib/platform/postgres/pool";

const CONNECTIONS_MAX = 2;

/** The health check of this process, over the ingestion's pool and one of its own. */
export function createHealthCheck(ingestPool: Pool, appends: AppendWatch): HealthCheck {
  const pool = createPool(env().databaseUrl, CONNECTIONS_MAX, "tributary-health");
  return new HealthCheck({ ingestPool, pool, appends, clock: systemClock });
}
