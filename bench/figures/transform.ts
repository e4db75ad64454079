import { randomUUID } from "node:crypto";
import type { Row } from "@/bench/report";
import { median } from "@/bench/statistics";
import { createCustomerIo } from "@/lib/engine/connectors/customerio/customer-io";
import { readConfig } from "@/lib/engine/connectors/customerio/parameters";
import { createDispatcher } from "@/lib/engine/connectors/dispatcher";
import { plannerOf } from "@/lib/engine/pipeline/transform/plan";
import { prepare } from "@/lib/engine/pipeline/transform/prepare";
import type { Clause } from "@/lib/engine/pipeline/transform/settings";
import { settingsSchema } from "@/lib/engine/pipeline/transform/settings";
import { type EventRow, StoredEvent } from "@/lib/engine/store/event-log/stored-event";
import type { Offset, PersonId, ProjectId, Shard } from "@/lib/kernel/brand";
import { systemClock } from "@/lib/kernel/clock";
import { Secret } from "@/lib/kernel/secret";

// prepare() over events as the log gives them (their JSON still text), in this process. The floor parses the same text
// and writes an operation with all properties.

const EVENTS = 20_000;
const ROUNDS = 5;
const PROPERTIES = 50;

const FILTERS: readonly Clause[] = [
  { property: "ep:property_1", op: "greater", values: ["-1"] },
  { property: "ep:property_2", op: "is not", values: ["nothing"] },
  { property: "platform", op: "is", values: ["iOS", "Android"] },
  { property: "gp:plan", op: "contains", values: ["prem"] },
  { property: "ep:property_3", op: "does not contain", values: ["zzz"] },
];

export async function transform(): Promise<readonly Row[]> {
  const rows = Array.from({ length: EVENTS }, (_, i) => makeRow(i));
  const bare = rate(rows, (row) => bareOperation(row).length > 0);
  return [
    [0, 0],
    [0, 10],
    [0, 50],
    [5, 10],
    [5, 50],
  ].map(([filters = 0, properties = 0]) => {
    const { planner, destination } = sync(filters, properties);
    const measured = rate(
      rows,
      (row) =>
        prepare(new StoredEvent(1 as ProjectId, row, null), planner, destination).kind === "ready",
    );
    return {
      figure: `transform, ${filters} filters, ${properties} of 50 properties`,
      measured,
      unit: "events/s",
      floor: bare,
      ratio: measured / bare,
    };
  });
}

function rate(rows: readonly EventRow[], each: (row: EventRow) => boolean): number {
  const rates: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    for (const row of rows) if (!each(row)) throw new Error("an event was not transformed");
    rates.push((rows.length * 1_000) / (performance.now() - start));
  }
  return median(rates);
}

function sync(filters: number, properties: number) {
  const destination = createCustomerIo({
    config: readConfig({ site_id: "bench" }),
    sender: {
      credentials: { siteId: "bench", apiKey: new Secret("bench-key") },
      region: "us",
      baseUrls: { us: "http://127.0.0.1:9", eu: "http://127.0.0.1:9" },
      dispatcher: createDispatcher(),
      version: "bench",
      clock: systemClock,
    },
  });
  const settings = settingsSchema.parse({
    sendEvents: true,
    eventRows: [{ event: "_all", where: FILTERS.slice(0, filters) }],
    eventProperties: Array.from({ length: properties }, (_, i) => `property_${i}`),
  });
  return { planner: plannerOf(settings), destination };
}

function makeRow(i: number): EventRow {
  const event_properties = Object.fromEntries(
    Array.from({ length: PROPERTIES }, (_, n) => [
      `property_${n}`,
      n % 3 === 1 ? n * i : `value ${n} of ${i}`,
    ]),
  );
  return {
    offset: (i + 1) as Offset,
    shard: (i % 16) as Shard,
    person_id: (i % 2_000) as PersonId,
    uuid: randomUUID(),
    kind: "event",
    source: "http_v2",
    event_type: "Song Played",
    user_id: `user-${i % 2_000}@example.com`,
    device_id: randomUUID(),
    insert_id: randomUUID(),
    time_ms: 1_700_000_000_000 + i,
    received_ms: 1_700_000_000_500 + i,
    day: 0,
    payload: JSON.stringify({ event_type: "Song Played", platform: "iOS", event_properties }),
    user_properties: '{"plan":"premium","city":"Berlin"}',
    user_changes: null,
  };
}

function bareOperation(row: EventRow): string {
  const { event_properties: attributes } = JSON.parse(row.payload);
  return JSON.stringify({
    type: "person",
    action: "event",
    identifiers: { id: row.user_id },
    name: row.event_type,
    id: row.insert_id,
    timestamp: Math.floor(row.time_ms / 1_000),
    attributes,
  });
}
