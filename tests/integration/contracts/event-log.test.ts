import { createPostgresEventLog } from "@/lib/engine/store/event-log/postgres-event-log";
import { createPool } from "@/lib/platform/postgres/pool";
import { describeEventLog } from "@/tests/contracts/event-log";
import { createTestDatabase } from "@/tests/support/database";
import { makeProject } from "@/tests/support/make-project";

describeEventLog("on PostgreSQL", async () => {
  const database = await createTestDatabase();
  const pool = createPool(database.url, 10, "test");
  const otherPool = createPool(database.url, 10, "test-other");
  return {
    log: createPostgresEventLog(pool),
    other: createPostgresEventLog(otherPool),
    makeProject: () => makeProject(pool),
    dropProject: async (project) => {
      await pool.query("DELETE FROM projects WHERE id = $1", [project]);
    },
    close: async () => {
      await Promise.all([pool.end(), otherPool.end()]);
      await database.close();
    },
  };
});
