import { writeFileSync } from "node:fs";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemClock } from "@/lib/kernel/clock";
import { createPool } from "@/lib/platform/postgres/pool";
import { type Sandbox, startSandbox } from "@/sandbox/start-sandbox";
import { createSyncOverHttp } from "@/tests/support/create-sync-over-http";
import type { HostileClient } from "@/tests/support/hostile/hostile-client";
import { HOSTILE_CLIENTS } from "@/tests/support/hostile/hostile-clients";
import { POISONED_FILTER } from "@/tests/support/hostile/poisoned-filter";
import { startInnocents, type Waits, waitAt } from "@/tests/support/innocents";
import { makeProject } from "@/tests/support/make-project";
import { PRODUCT_KEY, type Product, startProduct } from "@/tests/support/product";
import { until } from "@/tests/support/until";

// Innocent clients of the attacked project and of another one, beside each hostile client: they are answered 200.

/** A client strikes again and again for so long, twice at least; longer shows better how long innocents wait. */
const ATTACK_MS = Number(process.env["HOSTILE_MS"] ?? 500);
const ROUNDS_MIN = 2;
const ALONE_MS = 2_000;
/** A file that gets a line of JSON for each client. */
const REPORT = process.env["CHAOS_REPORT"];
/** Clients of each project. */
const INNOCENTS = 2;
const MINUTE_MS = 60_000;

let sandbox: Sandbox;
let product: Product;
let pool: pg.Pool;
let keys: readonly string[];

describe("beside hostile clients", () => {
  beforeAll(async () => {
    sandbox = await startSandbox({});
    product = await startProduct({
      variables: {
        WORKERS: "1",
        CUSTOMERIO_US_URL: sandbox.usUrl,
        CUSTOMERIO_EU_URL: sandbox.euUrl,
      },
    });
    pool = createPool(product.databaseUrl, 1, "tributary-hostile");
    await createSyncOverHttp(product.url, { event_filter: POISONED_FILTER });
    const other = await makeProject(pool, "Other");
    const { rows } = await pool.query("SELECT api_key FROM projects WHERE id = $1", [other]);
    keys = [PRODUCT_KEY, String(rows[0]?.api_key)].flatMap((key) => Array(INNOCENTS).fill(key));
  }, MINUTE_MS);

  afterAll(async () => {
    await pool.end();
    await product.stop();
    await sandbox.close();
  });

  test("alone every innocent request is answered 200", async () => {
    const innocents = await startInnocents({ port: product.port, apiKeys: keys });
    await systemClock.sleep(ALONE_MS);
    report(null, await innocents.stop());
  });

  test.each(HOSTILE_CLIENTS)(
    "$name ($surface): beside it every innocent request is answered 200",
    async (client) => {
      const innocents = await startInnocents({ port: product.port, apiKeys: keys });
      const answers: number[] = [];
      const endMs = performance.now() + ATTACK_MS;
      for (let round = 1; round <= ROUNDS_MIN || performance.now() < endMs; round++) {
        const blow = await client.strike({ port: product.port, apiKey: PRODUCT_KEY }, round);
        answers.push(...blow.answers);
      }
      const waits = await innocents.stop();
      report(client, waits);
      expect([...waits.answers.keys()]).toEqual([200]);
      expect(answers.filter((status) => status === 500)).toEqual([]);
      if (!client.meansHarm) expect(new Set(answers)).toEqual(new Set([200]));
    },
    MINUTE_MS,
  );

  test(
    "afterwards all of it is read by the worker",
    async () => {
      await until(
        "the worker has read all",
        async () => {
          const { rows } = await pool.query<{ readonly behind: boolean }>(
            `SELECT EXISTS (
         SELECT 1 FROM cursors c JOIN syncs s ON s.id = c.sync_id
         CROSS JOIN LATERAL (
           SELECT max("offset") AS last FROM events e WHERE e.project_id = s.project_id AND e.shard = c.shard
         ) AS head WHERE c.position < head.last
       ) AS behind`,
          );
          return rows[0]?.behind === false;
        },
        MINUTE_MS,
      );
    },
    2 * MINUTE_MS,
  );
});

function report(client: HostileClient | null, waits: Waits): void {
  const name = client === null ? null : `${client.name}, ${client.surface}`;
  const p50Ms = waitAt(waits, 0.5);
  const p99Ms = waitAt(waits, 0.99);
  process.stdout.write(
    `${name ?? "alone"}: ${waits.ms.length} innocent requests, p50 ${p50Ms} ms, p99 ${p99Ms} ms\n`,
  );
  if (REPORT === undefined) return;
  const innocents = {
    answers: waits.ms.length,
    notOk: waits.ms.length - (waits.answers.get(200) ?? 0),
    p50Ms,
    p99Ms,
  };
  writeFileSync(REPORT, `${JSON.stringify({ client: name, innocents })}\n`, { flag: "a" });
}
