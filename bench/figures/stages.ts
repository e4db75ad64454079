import { randomUUID } from "node:crypto";
import type { Pool } from "pg";
import type { Bench } from "@/bench/bench";
import { EVENT_PROPERTIES, makeEvent, USER_PROPERTIES } from "@/bench/payload";
import { createProject, createSync, disableSyncs } from "@/bench/project";
import type { Row } from "@/bench/report";
import { serverFacts } from "@/bench/server-facts";
import { type StatementCosts, watchStatements } from "@/bench/statement-costs";
import { sum } from "@/bench/statistics";
import { createCustomerIo } from "@/lib/engine/connectors/customerio/customer-io";
import { readConfig } from "@/lib/engine/connectors/customerio/parameters";
import { createDispatcher } from "@/lib/engine/connectors/dispatcher";
import type { ShardPosition } from "@/lib/engine/pipeline/log/event-log";
import { SHARDS } from "@/lib/engine/pipeline/log/shard";
import { positionsAfter, sharePages } from "@/lib/engine/pipeline/log/shared-pages";
import type { Destination } from "@/lib/engine/pipeline/ports";
import { runOnce } from "@/lib/engine/pipeline/run-once";
import type { IncomingEvent } from "@/lib/engine/pipeline/source/event";
import { parseEvent } from "@/lib/engine/pipeline/source/parse-event";
import { plannerOf } from "@/lib/engine/pipeline/transform/plan";
import { prepare } from "@/lib/engine/pipeline/transform/prepare";
import { ALL_EVENTS, settingsSchema } from "@/lib/engine/pipeline/transform/settings";
import { createSettlementStore } from "@/lib/engine/store/delivery/settle";
import { createPostgresEventLog } from "@/lib/engine/store/event-log/postgres-event-log";
import { createParkingLot } from "@/lib/engine/store/parked/parking-lot";
import type { Offset, Shard } from "@/lib/kernel/brand";
import { systemClock } from "@/lib/kernel/clock";
import type { JsonObject } from "@/lib/kernel/json";
import { parseJsonOfData } from "@/lib/kernel/parse-json";
import { Secret } from "@/lib/kernel/secret";
import { breather } from "@/lib/platform/breather";
import { createPool } from "@/lib/platform/postgres/pool";

// Where the processor's time and the bytes of an event go: the path in this process, without HTTP on either side, one
// stage after the other.

/** Of the server's time, which statements make up a stage; what is left is reading, locking and committing. */
const STATEMENTS: Readonly<Record<string, readonly string[]>> = {
  "append: PostgreSQL, duplicates": ["find-duplicates", "COPY insert_ids"],
  "append: PostgreSQL, people": [
    "people-by-user-id",
    "people-by-device-id",
    "write-people",
    "write-devices",
  ],
  "append: PostgreSQL, events": ["COPY events"],
  "worker: PostgreSQL, read": ["read-shards"],
  "worker: PostgreSQL, outcomes": ["COPY deliveries"],
  "worker: PostgreSQL, counters and cursors": ["count-settled", "move-cursors"],
};

const UPLOAD_EVENTS = 100;
const GROUP_EVENTS = 800;
const TURN_EVENTS = 4_000;
const WARM_UP_EVENTS = 8_000;

/** Milliseconds of processor time for each 1,000 events, by stage; or bytes for each event. */
type Costs = Map<string, number>;

export async function stages(bench: Bench): Promise<readonly Row[]> {
  const pool = createPool(bench.world.databaseUrl, 4, "tributary-stages");
  const path = await openPath(bench, pool);
  await path.run(WARM_UP_EVENTS);
  const costs = await path.run(bench.options.events);
  await pool.end();
  return [...costs].map(([name, measured]) => ({
    figure: name,
    measured,
    unit: name.includes("bytes") ? "" : "ms",
  }));
}

async function openPath({ world }: Bench, pool: Pool) {
  const statements = watchStatements(pool);
  const project = await createProject(pool);
  const syncId = await createSync(world, project, { site: "stages" });
  await disableSyncs(pool);
  await pool.query("UPDATE cursors SET lease_token = 1 WHERE sync_id = $1", [syncId]);
  const cursors = Array.from({ length: SHARDS }, (_, shard) => ({
    shard: shard as Shard,
    token: 1,
    position: 0 as Offset,
  }));
  const log = sharePages(createPostgresEventLog(pool), () => 1);
  const store = createSettlementStore(pool);
  const parking = createParkingLot(pool);
  const planner = plannerOf(
    settingsSchema.parse({
      sendEvents: true,
      eventRows: [{ event: ALL_EVENTS, where: [] }],
      eventProperties: EVENT_PROPERTIES,
      userProperties: USER_PROPERTIES,
    }),
  );
  const never = new AbortController().signal;
  let seq = 0;

  async function run(events: number): Promise<Costs> {
    const costs: Costs = new Map();
    const statementsBefore = new Map(statements);
    const add = (name: string, value: number) =>
      costs.set(name, (costs.get(name) ?? 0) + value / events);
    const of = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
      const before = ownMs();
      const result = await work();
      add(name, (ownMs() - before) * 1_000);
      return result;
    };
    const inServer = async (name: string, work: () => Promise<void>) => {
      const before = await serverFacts(world);
      await work();
      const after = await serverFacts(world);
      add(`${name}: PostgreSQL`, (after.ms - before.ms) * 1_000);
      add(`${name}: bytes of WAL`, after.wal - before.wal);
      add(`${name}: bytes of tables`, after.tables - before.tables);
      add(`${name}: bytes of indexes`, after.indexes - before.indexes);
    };

    const uploads = Array.from({ length: events / UPLOAD_EVENTS }, () =>
      JSON.stringify(Array.from({ length: UPLOAD_EVENTS }, () => makeEvent(seq++))),
    );
    add(
      "received: bytes",
      uploads.reduce((sum, { length }) => sum + length, 0),
    );
    const incoming = await of("append: parse", async () => uploads.flatMap(parse));
    await inServer("append", async () => {
      for (let from = 0; from < events; from += GROUP_EVENTS) {
        const group = incoming.slice(from, from + GROUP_EVENTS);
        await of("append: store", () => log.append(project.id, group));
      }
    });
    incoming.length = 0;

    const destination = takesAll((bytes) => add("sent: bytes", bytes));
    const turn = () =>
      runOnce(
        {
          projectId: project.id,
          syncId,
          syncVersion: 1,
          cursors,
          mayHaveParked: false,
          eventsMax: TURN_EVENTS,
          trial: false,
        },
        {
          log,
          parking,
          planner,
          destination,
          store: { settle: (settlement) => of("worker: settle", () => store.settle(settlement)) },
          watch: (_event, prepare) => prepare(),
          clock: systemClock,
          newId: randomUUID,
          stop: never,
          cut: never,
          permit: async () => () => undefined,
          isWell: () => true,
          onAttempt: () => undefined,
          breathe: breather.breathe,
        },
      );
    const began = cursors.map((cursor) => ({ ...cursor }));
    await inServer("worker", async () => {
      while ((await of("worker: all", turn)).read > 0);
    });
    for (const [name, ofStage] of Object.entries(STATEMENTS)) {
      const spent = (costsBy: StatementCosts) =>
        ofStage.reduce((sum, statement) => sum + (costsBy.get(statement) ?? 0), 0);
      add(name, (spent(statements) - spent(statementsBefore)) * 1_000);
    }
    // Once more, each by itself: in a turn the next page is read while this one is planned.
    for (let positions: readonly ShardPosition[] = began; ; ) {
      const limit = TURN_EVENTS / SHARDS;
      const page = await of("worker: read", () => log.read(project.id, positions, limit));
      if (page.length === 0) break;
      await of("worker: plan and encode", async () => {
        for (const event of page) prepare(event, planner, destination);
      });
      positions = positionsAfter(positions, page);
    }
    const part = (name: string) => costs.get(name) ?? 0;
    const others = ["worker: settle", "worker: read", "worker: plan and encode"];
    costs.set("worker: pack and send", part("worker: all") - sum(others.map(part)));
    costs.delete("worker: all");
    return costs;
  }
  return { run };
}

function parse(upload: string): readonly IncomingEvent[] {
  const receivedMs = Date.now();
  return (parseJsonOfData(upload) as readonly JsonObject[]).map((raw) => {
    const parsed = parseEvent(raw, {
      source: "http_v2",
      receivedMs,
      clientUploadMs: null,
      idCharsMin: 5,
      remoteAddress: null,
    });
    if (!parsed.ok) throw new Error("an event of the bench was refused");
    return parsed.value;
  });
}

/** Encodes and packs as for the real one, and takes each request at once. */
function takesAll(onSent: (bytes: number) => void): Destination {
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
  return {
    ...destination,
    send: async ({ body, operations }) => {
      onSent(body.length);
      return {
        status: 200,
        answer: null,
        durationMs: 0,
        verdict: { kind: "settled", operations: operations.map(() => ({ kind: "accepted" })) },
      };
    },
  };
}

function ownMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
