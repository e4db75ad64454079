import { env } from "@/lib/env";
import type { Ingest } from "@/lib/ingest/ingest";
import { createPool } from "@/lib/postgres/pool";
import { createIngestion } from "./ingestion";

const CONNECTIONS_MAX = 4;

// Next loads a module once per route; the log's group commit and the caches must be one per process.
const shared = globalThis as typeof globalThis & { tributaryIngest?: Ingest };

/** The ingestion of a process that runs only Next: made at the first request, kept until the process ends. */
export function sharedIngest(): Ingest {
  shared.tributaryIngest ??= createIngestion(
    createPool(env().databaseUrl, CONNECTIONS_MAX, "tributary-ingest"),
  ).ingest;
  return shared.tributaryIngest;
}
