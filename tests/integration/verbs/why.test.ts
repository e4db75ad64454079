import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { findEvents } from "@/lib/admin/events/find-events";
import { whyEvent } from "@/lib/admin/events/why-event";
import { createProject } from "@/lib/admin/projects/create-project";
import { createSync } from "@/lib/admin/syncs/create-sync";
import { tracedProperties } from "@/lib/admin/syncs/test/traced-properties";
import { updateSync } from "@/lib/admin/syncs/update-sync";
import { customerio } from "@/lib/engine/connectors/customerio/connector";
import type { ProjectId } from "@/lib/kernel/brand";
import { ingest } from "./events";
import { createWorld, tokenActor, type World } from "./world";

let world: World;
let projectId: ProjectId;
beforeAll(async () => {
  world = await createWorld();
});
beforeEach(async () => {
  projectId = (await createProject(world.system, { name: "Shop" })).id;
});
afterAll(() => world.close());

const HOUR_MS = 3_600_000;
const DAY = Date.now() - 24 * HOUR_MS;

/** Ann buys three times, an hour between, and Bob once. */
const purchases = () =>
  ingest(world.url, projectId, [
    ...[4, 40, 400].map((price, index) => ({
      ...{ event_type: "Purchase", user_id: "ann@example.com", device_id: "phone" },
      ...{ insert_id: `ann-${index}`, time: DAY + index * HOUR_MS },
      event_properties: { price, currency: "EUR" },
    })),
    { event_type: "Searched", user_id: "ann@example.com", time: DAY + HOUR_MS },
    { event_type: "Purchase", user_id: "bob", time: DAY + HOUR_MS },
  ]);

const offsets = async (about: Omit<Parameters<typeof findEvents>[1], "projectId">) =>
  (await findEvents(world.system, { ...about, projectId })).events.map(({ offset }) => offset);

describe("an event is found", () => {
  beforeEach(purchases);

  test("by each of its ids", async () => {
    const { events } = await findEvents(world.system, { projectId, event: "2" });
    const { uuid, eventTime } = events[0] ?? expect.fail();
    const sent = { projectId, kind: "event", uuid, timeMs: eventTime.getTime() } as const;
    const ulid = customerio.eventId({
      ...sent,
      ...{ userId: "ann@example.com", deviceId: "phone", insertId: "ann-1" },
    });
    for (const event of [
      uuid,
      uuid.toUpperCase(),
      "ann-1",
      ulid ?? "",
      ulid?.toLowerCase() ?? "",
    ]) {
      expect(await offsets({ event })).toEqual([2]);
    }
  });

  test("by its person, its name and the time somebody remembers, the nearest first", async () => {
    const person = "ann@example.com";
    expect(await offsets({ person })).toEqual([4, 3, 2, 1]);
    expect(await offsets({ person: "phone", name: "Purchase" })).toEqual([3, 2, 1]);
    const time = new Date(DAY + 0.9 * HOUR_MS);
    expect(await offsets({ person, name: "Purchase", time })).toEqual([2, 1, 3]);
  });

  test("in no other project, and what was not found says what was looked for", async () => {
    const other = await createProject(world.system, { name: "Other" });
    const nobody = await findEvents(world.system, { projectId: other.id, person: "bob" });
    expect(nobody).toEqual({ events: [], why: expect.stringContaining("Nobody in this project") });
    const nothing = await findEvents(world.system, { projectId, event: "ann-9" });
    expect(nothing).toEqual({ events: [], why: expect.stringContaining("“ann-9”") });
    const late = await findEvents(world.system, {
      ...{ projectId, person: "bob", name: "Purchase" },
      time: new Date(DAY + 72 * HOUR_MS),
    });
    expect(late.why).toMatch(/no event “Purchase” of “bob” within a day/);
  });
});

describe("why", () => {
  const rows = (price: string) => [
    { event: "Login", where: [] },
    {
      event: "Purchase",
      where: [
        { property: "ep:currency", op: "is" as const, values: ["EUR"] },
        { property: "ep:price", op: "greater" as const, values: [price] },
      ],
    },
  ];

  /** A sync that has read all, under its first version, and was changed since. */
  async function changedSync() {
    const sync = await createSync(world.system, {
      projectId,
      name: "Marketing",
      enabled: true,
      config: { site_id: "site-1" },
      secrets: { api_key: "api-key-1" },
      settings: { sendEvents: true, eventRows: rows("10"), eventProperties: ["price", "title"] },
    });
    await purchases();
    await world.db
      .$executeRaw`INSERT INTO sync_reads SELECT ${sync.id}, shard, 1, 1, true FROM cursors WHERE sync_id = ${sync.id}`;
    await world.db
      .$executeRaw`UPDATE cursors SET position = 5, told_to = 5, read_version = 1 WHERE sync_id = ${sync.id}`;
    await updateSync(world.system, { id: sync.id, patch: { settings: { eventRows: rows("1") } } });
    return sync.id;
  }

  test("shows each clause with what the event had, under the version that decided", async () => {
    await changedSync();
    const { fates, trace } = await whyEvent(world.system, { projectId, offset: 1 });
    expect(fates).toHaveLength(1);
    expect(trace).toMatchObject({
      fate: { status: "filtered", version: 1, row: "B" },
      current: { version: 2, enabled: true },
      versions: [{ version: 2 }, { version: 1 }],
      decided: null,
      chosen: { version: 1, requests: [], outcome: { reason: "no_row_matches" } },
    });
    expect(trace?.chosen?.evidence.rows.map(({ namesEvent }) => namesEvent)).toEqual([false, true]);
    expect(trace?.chosen?.evidence.rows[1]?.clauses).toMatchObject([
      { holds: true, actual: "EUR" },
      { holds: false, actual: 4 },
    ]);
  });

  test("under any other version says what that would send, beside what was really decided", async () => {
    const syncId = await changedSync();
    const { trace } = await whyEvent(world.system, { projectId, offset: 1, syncId, version: 2 });
    expect(trace?.decided).toMatchObject({ version: 1, outcome: { reason: "no_row_matches" } });
    expect(trace?.chosen).toMatchObject({
      version: 2,
      outcome: { kind: "ready" },
      identifier: { kind: "email", value: "ann@example.com" },
    });
    expect(trace?.chosen && tracedProperties(trace.chosen, "event")).toEqual([
      { name: "price", value: 4, leftOut: null },
      { name: "title", value: undefined, leftOut: "the event does not have it" },
    ]);
    expect(JSON.parse(trace?.chosen?.requests[0]?.body ?? "{}").batch[0].attributes).toEqual({
      price: 4,
    });
  });

  test("of a project without syncs is its event alone; another's sync is not there", async () => {
    const syncId = await changedSync();
    const other = await createProject(world.system, { name: "Other" });
    await ingest(world.url, other.id, [{ event_type: "A", user_id: "ada" }]);
    const alone = await whyEvent(world.system, { projectId: other.id, offset: 1 });
    expect(alone).toMatchObject({ event: { eventType: "A" }, fates: [], trace: null });
    const asked = { projectId: other.id, offset: 1, syncId };
    await expect(whyEvent(world.system, asked)).rejects.toMatchObject({ code: "not_found" });
    await expect(
      whyEvent(world.as(tokenActor("full")), { projectId, offset: 1 }),
    ).rejects.toMatchObject({ code: "forbidden" });
  });
});
