import { afterEach, beforeEach, expect, test } from "vitest";
import { until } from "@/tests/support/until";
import { type ChaosWorld, startChaosWorld } from "./world";

// SIGTERM while the database holds an append and does not answer any more: everybody ends without being killed.

let world: ChaosWorld;

beforeEach(async () => {
  world = await startChaosWorld({ workers: 1 });
}, 60_000);

afterEach(() => world.close(), 60_000);

/** The answer's status; null when the connection ended without one. */
const upload = (): Promise<number | null> =>
  fetch(`${world.product.url}/2/httpapi`, {
    method: "POST",
    body: JSON.stringify({
      api_key: world.apiKey,
      events: [{ event_type: "Song Played", user_id: "ann-0001" }],
    }),
  }).then(
    ({ status }) => status,
    () => null,
  );

test("a hung append does not keep the product from stopping, and is not answered 200", async () => {
  expect(await upload()).toBe(200);
  const holder = await world.pool.connect();
  await holder.query("BEGIN; SELECT 1 FROM log_heads FOR UPDATE");
  const hung = upload();
  await until("the append waits for the head", async () => {
    const { rowCount } = await world.pool.query(
      "SELECT 1 FROM pg_stat_activity WHERE application_name = 'tributary-ingest' AND wait_event_type = 'Lock'",
    );
    return rowCount === 1;
  });
  world.databaseProxy.silence();
  await holder.query("ROLLBACK");
  holder.release();
  world.product.program.child.kill("SIGTERM");
  expect(await world.product.program.ended).toBe(0);
  expect(await hung).not.toBe(200);
  expect(world.product.program.output()).not.toContain("did not drain in time");
}, 60_000);
