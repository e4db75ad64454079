import type { Pool } from "pg";
import type { EventLog } from "@/lib/engine/pipeline/log/event-log";
import type { Offset } from "@/lib/kernel/brand";
import type { AppendLimits } from "./append-limits";
import { Appenders } from "./appenders";
import { loadUserProperties, readShards } from "./read-shards";

/** The event log on PostgreSQL. One per process: appends of a project gather in one appender. */
export function createPostgresEventLog(pool: Pool, limits?: AppendLimits): EventLog {
  const appenders = new Appenders(pool, limits);
  return {
    append: (project, events, load) => appenders.of(project).append(events, load),
    async head(project) {
      const { rows } = await pool.query<{ readonly last_offset: Offset }>({
        name: "read-head",
        text: "SELECT last_offset FROM log_heads WHERE project_id = $1",
        values: [project],
      });
      return rows[0]?.last_offset ?? (0 as Offset);
    },
    read: (project, shards, limit, isShared = false) =>
      readShards(pool, project, shards, limit, isShared),
    loadUserProperties,
  };
}
