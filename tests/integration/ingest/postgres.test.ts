import { afterAll, beforeAll, expect, test } from "vitest";
import { forgetRejectedUploads } from "@/lib/engine/store/rejected-uploads";
import { createPool } from "@/lib/platform/postgres/pool";
import { createIngestion, type Ingestion } from "@/lib/processes/web/ingestion";
import { createTestDatabase, type TestDatabase } from "@/tests/support/database";
import { API_KEY, makeEvent, send as sendTo, upload } from "@/tests/unit/engine/ingest/make-ingest";

// The handlers over the real log: what hostile and ordinary bodies become in PostgreSQL.

let database: TestDatabase;
let pool: ReturnType<typeof createPool>;
let ingestion: Ingestion;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool(database.url, 4, "test-ingest");
  const { rows } = await pool.query<{ id: number }>(
    "INSERT INTO projects (name, api_key, secret_key) VALUES ('Shop', $1, '') RETURNING id",
    [API_KEY],
  );
  await pool.query("INSERT INTO log_heads (project_id) VALUES ($1)", [rows[0]?.id]);
  ingestion = createIngestion(pool);
});
afterAll(async () => {
  await pool.end();
  await database.close();
});

const send = (body: string, path = "/2/httpapi") => sendTo(ingestion, { body, path });

async function stored(eventType: string) {
  const { rows } = await pool.query(
    `SELECT kind, user_id, device_id, event_time, payload, user_properties, user_changes
     FROM events WHERE event_type = $1 ORDER BY "offset"`,
    [eventType],
  );
  return rows;
}

test("an event answered 200 is a row, with its time corrected and its person's properties", async () => {
  const event = makeEvent({
    event_type: "Bought",
    time: 1_700_000_000_123,
    user_properties: { $add: { total: 5 }, plan: "pro" },
  });
  expect((await send(upload([event, event]))).json).toMatchObject({ events_ingested: 2 });
  const rows = await stored("Bought");
  expect(rows).toMatchObject([
    { kind: "event", user_id: "user-1", event_time: new Date(1_700_000_000_123) },
    { user_changes: '{"total":10,"plan":"pro"}' },
  ]);
  expect(JSON.parse(rows[0].payload)).toEqual(event);
});

test("whatever passes the parser can be stored", async () => {
  const events = [
    makeEvent({ event_type: "Hostile", user_id: `é${"x".repeat(3000)}` }),
    makeEvent({ event_type: "Hostile", device_id: "é".repeat(1024) }),
    makeEvent({ event_type: "Hostile", user_properties: { ["k".repeat(5000)]: "v" } }),
    makeEvent({ event_type: "Hostile", event_properties: { "a\0b": "c\0d", t: "\\.\t\n\\N" } }),
    makeEvent({ event_type: "Hostile", insert_id: "i".repeat(5000) }),
    makeEvent({ event_type: "Hostile", time: 253_402_300_799_999 }),
    makeEvent({ event_type: "Hostile", time: 0 }),
    makeEvent({ event_type: "Hostile", user_properties: { a: "\ud800", n: { x: [null] } } }),
  ];
  const body = upload(events).replace(
    '"user_id":"user-1"',
    '"__proto__":{"a":1},"user_id":"user-1"',
  );
  expect((await send(body)).json).toMatchObject({ code: 200, events_ingested: events.length });
  expect(await stored("Hostile")).toHaveLength(events.length);
  const names = upload([makeEvent({ event_type: "é".repeat(1024) })]);
  expect((await send(names)).status).toBe(200);
});

test("a group update without any person is stored", async () => {
  const identification = { group_type: "org", group_value: "acme", group_properties: { seats: 5 } };
  const body = JSON.stringify({ api_key: API_KEY, identification });
  expect((await send(body, "/groupidentify")).body).toBe("success");
  expect(await stored("$groupidentify")).toMatchObject([
    { kind: "group_identify", user_id: null, device_id: null, user_changes: null },
  ]);
});

test("a repeated insert_id is ignored", async () => {
  const body = upload([makeEvent({ event_type: "Once", insert_id: "once-1" })]);
  expect((await send(body)).json.events_ingested).toBe(1);
  expect((await send(body)).json.events_ingested).toBe(0);
  expect(await stored("Once")).toHaveLength(1);
});

test("the Sources page's counters add up", async () => {
  await ingestion.flush();
  const counters = async () => {
    const { rows } = await pool.query(
      `SELECT source, outcome, reason, sum(requests)::int AS requests, sum(events)::int AS events
       FROM ingest_minutes WHERE source = 'batch' GROUP BY 1, 2, 3 ORDER BY 2, 3`,
    );
    return rows;
  };
  expect(await counters()).toEqual([]);
  const event = makeEvent({ insert_id: "counted" });
  await send(upload([event, makeEvent()]), "/batch");
  await send(upload([event]), "/batch");
  await send(upload([makeEvent({ time: "x" }), makeEvent()]), "/batch");
  await ingestion.flush();
  expect(await counters()).toEqual([
    { source: "batch", outcome: "accepted", reason: "", requests: 2, events: 2 },
    { source: "batch", outcome: "duplicate", reason: "", requests: 0, events: 1 },
    { source: "batch", outcome: "rejected", reason: "invalid_events", requests: 1, events: 2 },
  ]);
});

test("the faults of refused uploads are rows: one each, with count and newest sample, twenty of a reason", async () => {
  const kept = async (where: string) => {
    const { rows } = await pool.query(
      `SELECT project_id, source, reason, problem, field, library, value, requests::int AS requests
       FROM rejected_uploads WHERE ${where} ORDER BY last_at`,
    );
    return rows;
  };
  await pool.query("TRUNCATE rejected_uploads");
  const library = "amplitude-ts/2.45.0";
  const short = (user_id: string) => upload([makeEvent({ user_id, library })]);
  await send(short("bob"));
  await ingestion.flush();
  await send(short("eve\0\ud800"));
  await send(upload([makeEvent()], { api_key: "of-nobody-at-all" }));
  await ingestion.flush();
  const [project] = (await pool.query("SELECT id FROM projects")).rows;
  expect(await kept("true")).toMatchObject([
    {
      project_id: project.id,
      source: "http_v2",
      reason: "invalid_events",
      problem: "id_length",
      field: "user_id",
      library,
      value: '"bob"',
      requests: 1,
    },
    { problem: "invalid", field: "user_id", value: '"eve\ufffd\ufffd"' },
    { project_id: 0, reason: "invalid_api_key", value: "of-n…-all" },
  ]);
  await send(short("eve"));
  await ingestion.flush();
  expect(await kept("problem = 'id_length'")).toMatchObject([{ value: '"eve"', requests: 2 }]);

  await pool.query("UPDATE rejected_uploads SET last_at = now() - interval '2 minutes'");
  await pool.query(
    `INSERT INTO rejected_uploads SELECT $1, 'batch', 'invalid_events', 'invalid', 'f' || n, '', NULL, '', 1, now() - interval '1 minute', now() - interval '1 minute'
     FROM generate_series(1, 40) AS n`,
    [project.id],
  );
  await send(short("ann"));
  await ingestion.flush();
  expect(await kept("reason = 'invalid_events'")).toHaveLength(20);
  expect(await kept("reason = 'invalid_api_key'")).toHaveLength(1);

  await pool.query(
    "UPDATE rejected_uploads SET last_at = now() - interval '8 days' WHERE field <> 'user_id'",
  );
  await forgetRejectedUploads(pool, 7);
  expect((await kept("true")).map(({ field }) => field)).toEqual(["user_id"]);
});

test("a lost database is 503, and its return needs nothing", async () => {
  const away = createPool(database.url.replace(/:\d+\//, ":1/"), 1, "test-away");
  const { ingest } = createIngestion(away);
  expect((await sendTo({ ingest }, { body: upload([makeEvent()]) })).status).toBe(503);
  await away.end();
});
