import type { Pool } from "pg";
import type { Offset, ProjectId } from "@/lib/kernel/brand";
import type { EventLog } from "@/lib/pipeline/log/event-log";
import { Appender } from "@/lib/postgres/event-log/appender";
import { readShards } from "@/lib/postgres/event-log/read-shards";

/** The event log on PostgreSQL. One per process: appends of a project gather in one appender. */
export function createPostgresEventLog(pool: Pool): EventLog {
  const appenders = new Map<ProjectId, Appender>();
  return {
    append(project, events) {
      let appender = appenders.get(project);
      if (appender === undefined) {
        appender = new Appender(pool, project);
        appenders.set(project, appender);
      }
      return appender.append(events);
    },
    async head(project) {
      const { rows } = await pool.query<{ readonly last_offset: Offset }>({
        name: "read-head",
        text: "SELECT last_offset FROM log_heads WHERE project_id = $1",
        values: [project],
      });
      return rows[0]?.last_offset ?? (0 as Offset);
    },
    read: (project, shards, limit) => readShards(pool, project, shards, limit),
  };
}
