import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { Agent, request } from "undici";
import { z } from "zod";

// Floor: reads in order, transforms, sends v2 batches, writes one log row per event and the cursor in one transaction.
// Nothing else: no order per person, no answers read, no retries, no leases.

const READ_EVENTS = 8_000;
const BATCH_EVENTS = 1_000;
const POLL_MS = 2;
const POLL_IDLE_MS = 50;
const IDLE_AFTER_MS = 1_000;
const INT8_OID = 20;

const { DATABASE_URL, SINK_URL } = z
  .object({ DATABASE_URL: z.string(), SINK_URL: z.string() })
  .parse(process.env);

interface Row {
  readonly id: number;
  readonly user_id: string;
  readonly event_type: string;
  readonly insert_id: string;
  readonly time_ms: number;
  readonly payload: string;
}

const types = new pg.TypeOverrides();
types.setTypeParser(INT8_OID, Number);
const client = new pg.Client({ connectionString: DATABASE_URL, types });
await client.connect();
const agent = new Agent({ connections: 8 });
let position = 0;
let busyAt = performance.now();

process.once("SIGTERM", () => process.exit(0));
process.stdout.write(`${JSON.stringify({ ready: true })}\n`);
for (;;) {
  const { rows } = await client.query<Row>({
    name: "read",
    text: `SELECT id, user_id, event_type, insert_id, time_ms, payload FROM floor.events
           WHERE id > $1 ORDER BY id LIMIT ${READ_EVENTS}`,
    values: [position],
  });
  if (rows.length > 0) {
    await deliver(rows);
    busyAt = performance.now();
  } else {
    await sleep(performance.now() - busyAt > IDLE_AFTER_MS ? POLL_IDLE_MS : POLL_MS);
  }
}

async function deliver(rows: readonly Row[]): Promise<void> {
  const sending: Promise<void>[] = [];
  for (let from = 0; from < rows.length; from += BATCH_EVENTS) {
    sending.push(send(rows.slice(from, from + BATCH_EVENTS)));
  }
  await Promise.all(sending);
  const now = Date.now();
  await client.query("BEGIN");
  await copy(rows.map((row) => `${row.id}\tdelivered\t${now - row.time_ms}\n`));
  position = rows.at(-1)?.id ?? position;
  await client.query({
    name: "move",
    text: "UPDATE floor.cursors SET position = $1 WHERE name = 'reader'",
    values: [position],
  });
  await client.query("COMMIT");
}

async function send(rows: readonly Row[]): Promise<void> {
  const { body } = await request(`${SINK_URL}/api/v2/batch`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: `{"batch":[${rows.map(toOperation).join(",")}]}`,
    dispatcher: agent,
  });
  await body.dump();
}

function toOperation(row: Row): string {
  const { event_properties: properties } = JSON.parse(row.payload);
  return JSON.stringify({
    type: "person",
    action: "event",
    identifiers: { id: row.user_id },
    name: row.event_type,
    id: row.insert_id,
    timestamp: Math.floor(row.time_ms / 1_000),
    attributes: properties,
  });
}

function copy(lines: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const text = "COPY floor.deliveries (event_id, outcome, latency_ms) FROM STDIN";
    const stream = client.query(copyFrom(text));
    stream.on("error", reject).on("finish", resolve);
    stream.end(lines.join(""));
  });
}
