import { Client } from "pg";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { redeliver } from "@/lib/admin/events/redeliver";
import { createProject } from "@/lib/admin/projects/create-project";
import { createSync } from "@/lib/admin/syncs/create-sync";
import { deleteSync } from "@/lib/admin/syncs/delete-sync";
import { updateSync } from "@/lib/admin/syncs/update-sync";
import { until } from "@/tests/support/until";
import { createWorld, type World } from "./world";

// A settling locks the cursors first; the rows that it writes then refer to the sync, which locks the sync's row.

let world: World;
let worker: Client;
let id: number;

beforeAll(async () => {
  world = await createWorld();
  worker = new Client({ connectionString: world.url });
  await worker.connect();
});
afterAll(async () => {
  await worker.end();
  await world.close();
});
beforeEach(async () => {
  const { id: projectId } = await createProject(world.system, { name: "Shop" });
  const sync = await createSync(world.system, {
    projectId,
    name: "Marketing",
    enabled: true,
    config: { site_id: "site-1" },
    secrets: { api_key: "tracking-key-1234" },
  });
  id = sync.id;
});

const waiting = () =>
  until("the verb waits for the cursors", async () => {
    const { rowCount } = await worker.query(
      "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
    );
    return rowCount !== null && rowCount > 0;
  });

test.each([
  ["redelivering", () => redeliver(world.system, { syncId: id, filter: {} })],
  ["deleting", () => deleteSync(world.system, { id })],
  [
    "disabling and enabling",
    async () => {
      await updateSync(world.system, { id, patch: { enabled: false } });
      await updateSync(world.system, { id, patch: { enabled: true } });
    },
  ],
])("%s a sync lets a settling that holds its cursors finish", async (_, change) => {
  await worker.query("BEGIN");
  await worker.query("SELECT 1 FROM cursors WHERE sync_id = $1 ORDER BY shard FOR UPDATE", [id]);
  const changed = change();
  await Promise.race([waiting(), changed]);
  const { rowCount } = await worker.query("SELECT 1 FROM syncs WHERE id = $1 FOR KEY SHARE", [id]);
  expect(rowCount).toBe(1);
  await worker.query("COMMIT");
  await changed;
});
