import type { Pool } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { NOBODY } from "@/lib/engine/pipeline/log/nobody";
import { SHARDS } from "@/lib/engine/pipeline/log/shard";
import { createPostgresEventLog } from "@/lib/engine/store/event-log/postgres-event-log";
import type { Offset, ProjectId, Shard } from "@/lib/kernel/brand";
import { createPool } from "@/lib/platform/postgres/pool";
import { createIngestion, type Ingestion } from "@/lib/processes/web/ingestion";
import { createTestDatabase, type TestDatabase } from "@/tests/support/database";
import { API_KEY, makeEvent, send as sendTo, upload } from "@/tests/unit/engine/ingest/make-ingest";

// Group updates belong to nobody: any number of them is stored, alone and beside what belongs to people.

let database: TestDatabase;
let pool: Pool;
let ingestion: Ingestion;
let project: ProjectId;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool(database.url, 4, "test-groups");
  const { rows } = await pool.query<{ id: ProjectId }>(
    "INSERT INTO projects (name, api_key, secret_key) VALUES ('Shop', $1, '') RETURNING id",
    [API_KEY],
  );
  project = rows[0]?.id as ProjectId;
  await pool.query("INSERT INTO log_heads (project_id) VALUES ($1)", [project]);
  ingestion = createIngestion(pool);
});
afterAll(async () => {
  await pool.end();
  await database.close();
});

const send = (body: string, path: string) => sendTo(ingestion, { body, path });

const identifications = (count: number) =>
  Array.from({ length: count }, (_, n) => ({
    group_type: "org",
    group_value: `org-${n}`,
    group_properties: { seats: n },
  }));

const groupIdentify = (count: number) =>
  send(
    JSON.stringify({ api_key: API_KEY, identification: identifications(count) }),
    "/groupidentify",
  );

const withoutIds = (n: number) => ({
  event_type: "$groupidentify",
  groups: { org: `org-${n}` },
  group_properties: { $set: { seats: n } },
});

const countPeople = async () =>
  (await pool.query<{ count: number }>("SELECT count(*)::int AS count FROM people")).rows[0]?.count;

test("1,024 identifications in one request are stored, and make no person", async () => {
  expect((await groupIdentify(1_024)).body).toBe("success");
  expect(await countPeople()).toBe(0);
});

test("$groupidentify events without ids are stored beside events of people", async () => {
  const before = (await countPeople()) ?? 0;
  const events = [withoutIds(1), makeEvent(), withoutIds(2), makeEvent({ user_id: "user-2" })];
  expect((await send(upload(events), "/2/httpapi")).json).toMatchObject({ events_ingested: 4 });
  expect(await countPeople()).toBe(before + 2);
});

test("four clients at once are all answered 200, and so is everybody beside them", async () => {
  const answers = await Promise.all([
    ...Array.from({ length: 4 }, () => groupIdentify(1)),
    ...Array.from({ length: 4 }, (_, n) => send(upload([withoutIds(n)]), "/2/httpapi")),
    ...Array.from({ length: 4 }, (_, n) =>
      send(upload([makeEvent({ user_id: `innocent-${n}` })]), "/2/httpapi"),
    ),
  ]);
  expect(answers.map(({ status }) => status)).toEqual(Array(12).fill(200));
});

test("they are spread over the shards, so that none is hotter than the others", async () => {
  const log = createPostgresEventLog(pool);
  const shards = Array.from({ length: SHARDS }, (_, shard) => ({
    shard: shard as Shard,
    position: 0 as Offset,
  }));
  await groupIdentify(160);
  const events = await log.read(project, shards, 10_000);
  const nobodys = events.filter(({ kind }) => kind === "group_identify");
  expect(new Set(nobodys.map(({ personId }) => personId))).toEqual(new Set([NOBODY]));
  const perShard = shards.map(({ shard }) => nobodys.filter((e) => e.shard === shard).length);
  expect(Math.max(...perShard)).toBeLessThan(2 * Math.min(...perShard));
});

test("one that names a user or a device belongs to that person", async () => {
  const event = { ...withoutIds(1), user_id: "user-2", event_type: "$groupidentify" };
  expect((await send(upload([event]), "/2/httpapi")).status).toBe(200);
  const { rows } = await pool.query(
    `SELECT p.user_id FROM events e JOIN people p ON p.id = e.person_id
     WHERE e.kind = 'group_identify' AND e.user_id IS NOT NULL`,
  );
  expect(rows).toEqual([{ user_id: "user-2" }]);
});
