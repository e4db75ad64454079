import { once } from "node:events";
import type { AddressInfo } from "node:net";
import type { Pool } from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { HealthCheck } from "@/lib/admin/operations/health-check";
import { AppendWatch } from "@/lib/engine/store/append-watch";
import { noteSchedulerTurn } from "@/lib/engine/store/scheduler-turn";
import type { ProjectId, SyncId } from "@/lib/kernel/brand";
import { type Clock, systemClock } from "@/lib/kernel/clock";
import { createPool } from "@/lib/platform/postgres/pool";
import { healthListener } from "@/lib/processes/web/health-listener";
import { createWebServer } from "@/lib/processes/web/server";
import { ingest } from "@/tests/integration/verbs/events";
import { createTestDatabase, type TestDatabase } from "@/tests/support/database";
import { makeProject } from "@/tests/support/make-project";
import { makeSync } from "@/tests/support/make-sync";

let database: TestDatabase;
let pool: Pool;
let ingestPool: Pool;
const appends = new AppendWatch(systemClock);

beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool(database.url, 3, "test");
  ingestPool = createPool(database.url, 2, "tributary-ingest");
});
afterEach(async () => {
  await pool.query("TRUNCATE projects, events, workers, scheduler_turns, ingest_minutes CASCADE");
});
afterAll(async () => {
  await Promise.all([pool.end(), ingestPool.end()]);
  await database.close();
});

/** A look of its own: nothing is remembered of an earlier one. */
const check = (more: Partial<ConstructorParameters<typeof HealthCheck>[0]> = {}) =>
  new HealthCheck({ ingestPool, pool, appends, clock: systemClock, ...more });
const health = () => check().health();
const ready = () => check().ready();
const codes = ({ problems }: { problems: readonly { code: string }[] }) =>
  problems.map(({ code }) => code);

const worker = (secondsAgo = 0, id = "w") =>
  pool.query(
    `INSERT INTO workers VALUES ($1, now() - interval '1 day', now() - $2 * interval '1 second')
     ON CONFLICT (id) DO UPDATE SET seen_at = EXCLUDED.seen_at`,
    [id, secondsAgo],
  );

async function enabledSync(): Promise<{ project: ProjectId; sync: SyncId }> {
  const project = await makeProject(pool);
  return { project, sync: await makeSync(pool, project) };
}

const aside: Clock = { ...systemClock, now: () => systemClock.now() + 16_000 };

describe("an append", () => {
  test("is possible while nothing is ingested, and no worker is needed while nothing is enabled", async () => {
    expect(await ready()).toEqual({ status: "ready", problems: [] });
  });

  test("is impossible while somebody holds a lock on its tables", async () => {
    await worker();
    const other = await pool.connect();
    onTestFinished(() => other.release(true));
    await other.query("BEGIN; LOCK TABLE events IN ACCESS EXCLUSIVE MODE");
    const refused = await ready();
    expect(refused).toMatchObject({
      status: "not_ready",
      problems: [{ code: "append_impossible" }],
    });
    await other.query("ROLLBACK");
    expect((await ready()).status).toBe("ready");
  });

  test("is impossible while the database takes no writes", async () => {
    await worker();
    const readOnly = createPool(
      `${database.url}?options=-c%20default_transaction_read_only%3Don`,
      1,
      "tributary-ingest",
    );
    onTestFinished(() => readOnly.end());
    const answer = await check({ ingestPool: readOnly }).health();
    expect(answer).toMatchObject({ status: "unhealthy", database: { ok: true } });
    expect(answer.problems[0]?.message).toContain("read-only");
  });

  test("is impossible while every connection of ingestion is taken", async () => {
    const taken = await Promise.all([ingestPool.connect(), ingestPool.connect()]);
    onTestFinished(() => {
      for (const client of taken) client.release();
    });
    expect((await ready()).problems).toMatchObject([
      { code: "append_impossible", message: expect.stringContaining("every connection is taken") },
    ]);
  });

  test("that does not end is told, with its project", async () => {
    const watch = new AppendWatch(systemClock);
    let cut: (error: Error) => void = () => undefined;
    const stuck = new Promise<never>((_, reject) => {
      cut = reject;
    });
    const append = watch.over({ append: () => stuck }).append(7 as ProjectId, []);
    const answer = await check({ appends: watch, clock: aside }).ready();
    expect(answer.status).toBe("not_ready");
    expect(answer.problems).toMatchObject([{ code: "append_hung", project_id: "7" }]);
    cut(new Error("cut"));
    await expect(append).rejects.toThrow("cut");
    expect((await check({ appends: watch, clock: aside }).ready()).status).toBe("ready");
  });

  test("that finds no room for its body is told for a minute, since the first", async () => {
    await worker();
    let nowMs = Date.now();
    const watch = new AppendWatch({ ...systemClock, now: () => nowMs });
    const firstMs = nowMs;
    watch.refusedForRoom();
    nowMs += 50_000;
    watch.refusedForRoom();
    nowMs += 50_000;
    const told = await check({ appends: watch }).health();
    expect(told).toMatchObject({
      status: "ok",
      problems: [{ code: "bodies_full", since: new Date(firstMs).toISOString() }],
    });
    nowMs += 11_000;
    expect((await check({ appends: watch }).health()).problems).toEqual([]);
  });

  test("that was stored just now needs no other proof", async () => {
    const watch = new AppendWatch(systemClock);
    await watch
      .over({ append: async () => ({ stored: 1, duplicates: 0 }) })
      .append(1 as ProjectId, []);
    const nowhere = createPool("postgresql://x@127.0.0.1:1/x", 1, "tributary-ingest");
    expect((await check({ appends: watch, ingestPool: nowhere }).ready()).status).toBe("ready");
    expect(codes(await check({ ingestPool: nowhere }).ready())).toEqual(["append_impossible"]);
  });
});

describe("workers", () => {
  test("are asked for by health from the start, by readiness once a sync is enabled", async () => {
    const words = expect.stringContaining("No worker has been seen");
    expect(await health()).toMatchObject({
      status: "unhealthy",
      worker: { ok: false, seen_seconds_ago: null },
      problems: [{ code: "worker_missing", message: words }],
    });
    await enabledSync();
    expect(await ready()).toMatchObject({ problems: [{ code: "worker_missing" }] });
    await worker();
    expect(await health()).toMatchObject({ status: "ok", worker: { ok: true }, problems: [] });
    expect((await ready()).status).toBe("ready");
  });

  test("that are silent for 16 s are missing since their last sign of life", async () => {
    await enabledSync();
    await worker(16);
    const { problems } = await ready();
    expect(codes({ problems })).toEqual(["worker_missing"]);
    const secondsAgo = (Date.now() - Date.parse(problems[0]?.since ?? "")) / 1_000;
    expect(Math.abs(secondsAgo - 16)).toBeLessThan(3);
  });

  test("one that went silent beside a live one is a problem until another is started", async () => {
    await worker();
    await worker(20, "frozen");
    expect(await health()).toMatchObject({ status: "ok", problems: [{ code: "worker_silent" }] });
    await pool.query("INSERT INTO workers VALUES ('new', now(), now())");
    expect((await health()).problems).toEqual([]);
  });
});

describe("a host that only a scheduler drives", () => {
  const turns = (minutesAgo: number, before: number | null = null) =>
    pool.query(
      `UPDATE scheduler_turns SET ended_at = now() - $1 * interval '1 minute',
         previous_ended_at = now() - $2::float8 * interval '1 minute'`,
      [minutesAgo, before],
    );

  test("is well between two turns, and not when they stop coming", async () => {
    await enabledSync();
    await noteSchedulerTurn(pool);
    expect(await health()).toMatchObject({ status: "ok", worker: { ok: true }, problems: [] });
    expect((await ready()).status).toBe("ready");
    await turns(9);
    expect((await ready()).status).toBe("ready");
    await turns(11);
    expect((await ready()).problems).toMatchObject([
      { code: "worker_missing", message: expect.stringContaining("/api/pipeline/run") },
    ]);
  });

  test("may come once an hour", async () => {
    await enabledSync();
    await noteSchedulerTurn(pool);
    await noteSchedulerTurn(pool);
    await turns(100, 160);
    expect((await ready()).status).toBe("ready");
    await turns(121, 181);
    expect((await ready()).status).toBe("not_ready");
  });

  test("is no excuse for a worker that died after the last turn", async () => {
    await enabledSync();
    await noteSchedulerTurn(pool);
    await turns(2);
    await worker(60);
    expect((await ready()).status).toBe("not_ready");
  });
});

describe("a destination", () => {
  test("that is unwell is a problem and no reason for a 503", async () => {
    const { project, sync } = await enabledSync();
    await worker();
    await pool.query(
      "INSERT INTO breakers VALUES ($1, 'unreachable', 'Connection refused', '2026-01-02T03:04:05Z', 'w')",
      [sync],
    );
    expect(await health()).toMatchObject({
      status: "ok",
      problems: [
        {
          code: "breaker_open",
          message: expect.stringContaining("Connection refused"),
          since: "2026-01-02T03:04:05.000Z",
          project_id: String(project),
          destination_id: String(sync),
        },
      ],
    });
    expect((await ready()).status).toBe("ready");
  });

  test("of which much is refused is told with the reason and what to do, and is no reason for a 503", async () => {
    const { project, sync } = await enabledSync();
    await worker();
    await pool.query("UPDATE syncs SET updated_at = now() - interval '2 hours' WHERE id = $1", [
      sync,
    ]);
    await pool.query(
      `INSERT INTO sync_minutes (sync_id, shard, minute, outcome, reason, count, first_attempt)
       VALUES ($1, 0, now() - interval '1 minute', 'discarded', 'missing_identifier', 9, 0)`,
      [sync],
    );
    expect(await health()).toMatchObject({
      status: "ok",
      problems: [
        {
          code: "destination_failing",
          message: expect.stringMatching(
            /^Failing: No identifier\. 9 of 9 events .* Send the property/,
          ),
          project_id: String(project),
          destination_id: String(sync),
        },
      ],
    });
  });

  test("that cannot be read as it is stored is told, and does not hide the others", async () => {
    const { project, sync } = await enabledSync();
    await worker();
    await pool.query("UPDATE syncs SET settings = '{\"eventRows\": 5}' WHERE id = $1", [sync]);
    const odd = await makeSync(pool, project);
    await pool.query("UPDATE syncs SET partner = 'from-tomorrow' WHERE id = $1", [odd]);
    await makeSync(pool, project);
    const told = await health();
    expect(told.status).toBe("ok");
    expect(told.problems).toMatchObject([
      { code: "sync_unreadable", destination_id: String(sync), project_id: String(project) },
      { code: "sync_unreadable", destination_id: String(odd) },
    ]);
  });

  test("that stands still without a reason is told, and with one is not", async () => {
    const { project, sync } = await enabledSync();
    await worker();
    await ingest(database.url, project, [{ event_type: "Visit", user_id: "ada" }]);
    const since = "2026-01-02T03:04:05.000Z";
    const standing = { code: "sync_stands_still", since, destination_id: String(sync) };
    expect((await ready()).status).toBe("ready");
    await pool.query("UPDATE events SET received_at = $1", [since]);
    await pool.query("UPDATE syncs SET updated_at = $1", [since]);
    expect(await ready()).toMatchObject({ status: "not_ready", problems: [standing] });

    await pool.query(
      "INSERT INTO rate_budgets (workspace, rate, changed_at) VALUES ('customerio us sandbox-site', 1, now())",
    );
    await pool.query('UPDATE syncs SET config = config || \'{"region":"us"}\'');
    expect((await ready()).status).toBe("ready");
    await pool.query("TRUNCATE rate_budgets");
    expect((await ready()).status).toBe("not_ready");

    await pool.query(
      `INSERT INTO sync_minutes (sync_id, shard, minute, outcome, reason, count, first_attempt)
       VALUES ($1, 3, date_trunc('minute', now()), 'delivered', '', 1, 1)`,
      [sync],
    );
    expect((await ready()).status).toBe("ready");
    await pool.query("TRUNCATE sync_minutes");
    await pool.query("UPDATE cursors SET position = 1");
    expect((await ready()).status).toBe("ready");
  });
});

describe("housekeeping", () => {
  test("tells what it holds, what it had to drop, that it fails, and that a clock leapt", async () => {
    await worker();
    await pool.query(
      `UPDATE housekeeping SET held = '{events_20260101}', error = 'x', dropped_unread = 12,
         dropped_unread_at = now(), clock_jumped_at = now()`,
    );
    const told = await health();
    expect(codes(told)).toEqual([
      "retention_held",
      "data_dropped_unread",
      "clock_jumped",
      "housekeeping_failed",
    ]);
    expect(told.status).toBe("ok");
    await pool.query(
      `UPDATE housekeeping SET held = '{}', error = NULL, clock_jumped_at = NULL,
         dropped_unread_at = now() - interval '8 days'`,
    );
    expect((await health()).problems).toEqual([]);
  });
});

describe("uploads", () => {
  const minute = (project: ProjectId, outcome: string, reason: string, requests: number) =>
    pool.query("INSERT INTO ingest_minutes VALUES ($1, $2, 'http_v2', $3, $4, $5, 0)", [
      project,
      new Date(Math.floor(Date.now() / 60_000) * 60_000),
      outcome,
      reason,
      requests,
    ]);

  test("that are refused too often are told with their share and their top reason", async () => {
    const project = await makeProject(pool);
    await worker();
    await minute(project, "accepted", "", 30);
    await minute(project, "rejected", "invalid_json", 2);
    expect((await health()).problems).toEqual([]);
    await minute(project, "rejected", "invalid_fields", 8);
    expect(await health()).toMatchObject({
      status: "ok",
      problems: [
        {
          code: "uploads_refused",
          message: expect.stringMatching(/10 of 40 .* invalid_fields/),
          project_id: String(project),
        },
      ],
    });
  });
});

describe("over HTTP", () => {
  async function serve(own: HealthCheck): Promise<string> {
    const web = createWebServer([healthListener(own)], async (_, res) => {
      res.writeHead(418).end();
    });
    web.server.listen(0, "127.0.0.1");
    await once(web.server, "listening");
    onTestFinished(() => web.drain(0));
    return `http://127.0.0.1:${(web.server.address() as AddressInfo).port}`;
  }

  test("live asks nobody; ready and health say that the database is away", async () => {
    const nowhere = createPool("postgresql://x@127.0.0.1:1/x", 1, "test");
    const url = await serve(check({ pool: nowhere, ingestPool: nowhere }));
    const live = await fetch(`${url}/api/live`);
    expect([live.status, await live.json()]).toEqual([200, { status: "live" }]);
    expect(live.headers.get("cache-control")).toBe("no-store");
    for (const path of ["/api/ready", "/api/health?x=1"]) {
      const answer = await fetch(url + path);
      expect(answer.status).toBe(503);
      expect(await answer.json()).toMatchObject({
        problems: [{ code: "database_unreachable", since: expect.stringMatching(/Z$/) }],
      });
    }
    const head = await fetch(`${url}/api/live`, { method: "HEAD" });
    expect([head.status, await head.text()]).toEqual([200, ""]);
    expect((await fetch(`${url}/api/live`, { method: "POST" })).status).toBe(418);
    expect((await fetch(`${url}/api/livelier`)).status).toBe(418);
  });

  test("ready and health are 200 when all is well", async () => {
    await worker();
    const url = await serve(check());
    const answers = await Promise.all(
      ["ready", "health"].map((name) => fetch(`${url}/api/${name}`)),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(await answers[1]?.json()).toMatchObject({ status: "ok", problems: [] });
  });
});
