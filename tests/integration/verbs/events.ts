import { parseEvent } from "@/lib/engine/pipeline/source/parse-event";
import { createPostgresEventLog } from "@/lib/engine/store/event-log/postgres-event-log";
import type { ProjectId } from "@/lib/kernel/brand";
import type { JsonObject } from "@/lib/kernel/json";
import { createPool } from "@/lib/platform/postgres/pool";

/** Ingests events as the HTTP API would. */
export async function ingest(
  url: string,
  projectId: number,
  events: readonly JsonObject[],
): Promise<void> {
  const pool = createPool(url, 2, "test");
  try {
    const log = createPostgresEventLog(pool);
    const incoming = events.map((raw) => {
      const parsed = parseEvent(raw, {
        source: "http_v2",
        receivedMs: Date.now(),
        clientUploadMs: null,
        idCharsMin: 1,
        remoteAddress: null,
      });
      if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
      return parsed.value;
    });
    await log.append(projectId as ProjectId, incoming);
  } finally {
    await pool.end();
  }
}
