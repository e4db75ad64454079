import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createProject } from "@/lib/admin/projects/create-project";
import { createSync } from "@/lib/admin/syncs/create-sync";
import type { SyncPatch } from "@/lib/admin/syncs/sync";
import { draftImpact } from "@/lib/admin/syncs/test/draft-impact";
import type { JsonObject } from "@/lib/kernel/json";
import { ingest } from "./events";
import { createWorld, tokenActor, type World } from "./world";

let world: World;
let projectId: number;
beforeAll(async () => {
  world = await createWorld();
});
beforeEach(async () => {
  projectId = (await createProject(world.system, { name: "Shop" })).id;
});
afterAll(() => world.close());

const buy = (user: string, price: number, more: JsonObject = {}): JsonObject => ({
  event_type: "Purchase",
  user_id: user,
  event_properties: { price, sku: "tea" },
  ...more,
});

const makeSync = async (more: object = {}) => {
  const { id } = await createSync(world.system, {
    projectId,
    name: "Marketing",
    enabled: true,
    config: { site_id: "site-1" },
    secrets: { api_key: "key" },
    settings: {
      sendEvents: true,
      eventRows: [{ event: "Purchase" }],
      eventProperties: ["price"],
      ...more,
    },
  });
  return id;
};

const impact = (id: number, draft: SyncPatch, events?: number) =>
  draftImpact(world.system, { id, projectId, draft, ...(events && { events }) });

const NONE = {
  newlySent: 0,
  noLongerSent: 0,
  payloadChanged: 0,
  newlyDiscarded: {},
  newPeople: 0,
  examples: [],
};

describe("what a draft would change", () => {
  test("nothing, when it changes nothing, and where nothing has arrived", async () => {
    const id = await makeSync();
    expect(await impact(id, {})).toMatchObject({ ...NONE, read: 0, since: null, until: null });
    await ingest(world.url, projectId, [buy("ann", 4), buy("bob", 20)]);
    expect(await impact(id, {})).toMatchObject({ ...NONE, read: 2, sentBefore: 2, sentAfter: 2 });
  });

  test("a narrower filter: what is no longer sent, with the newest as examples", async () => {
    const id = await makeSync();
    await ingest(
      world.url,
      projectId,
      Array.from({ length: 10 }, (_, price) => buy("ann", price)),
    );
    const where = [{ property: "ep:price", op: "greater" as const, values: ["6"] }];
    const told = await impact(id, { settings: { eventRows: [{ event: "Purchase", where }] } });
    expect(told).toMatchObject({ read: 10, sentBefore: 10, sentAfter: 3, noLongerSent: 7 });
    expect(told).toMatchObject({ newlySent: 0, payloadChanged: 0, newPeople: 0 });
    expect(told.examples).toHaveLength(5);
    expect(told.examples[0]).toMatchObject({ change: "no_longer_sent", userId: "ann" });
    expect(told.examples[0]?.uuid).toMatch(/^[0-9a-f-]{36}$/);
  });

  test("a wider one: what is newly sent, and for whom there was nothing yet", async () => {
    const id = await makeSync();
    await ingest(world.url, projectId, [
      buy("ann", 1),
      { event_type: "Login", user_id: "ann" },
      { event_type: "Login", user_id: "bob" },
      { event_type: "Login", user_id: "cleo" },
    ]);
    await delivered(id, "cleo", "cleo");
    const told = await impact(id, {
      settings: { eventRows: [{ event: "Purchase" }, { event: "Login" }] },
    });
    expect(told).toMatchObject({ newlySent: 3, noLongerSent: 0, newPeople: 1 });
  });

  test("another selection of properties: the payload changes where the event has them", async () => {
    const id = await makeSync();
    await ingest(world.url, projectId, [
      buy("ann", 1),
      { event_type: "Purchase", user_id: "bob", event_properties: { price: 3 } },
    ]);
    const told = await impact(id, { settings: { eventProperties: ["price", "sku"] } });
    expect(told).toMatchObject({ ...NONE, payloadChanged: 1, examples: [{ userId: "ann" }] });
  });

  test("another identifier: who has none is discarded, the others are new people there", async () => {
    const id = await makeSync();
    const known = { user_properties: { email: "ann@example.com" } };
    await ingest(world.url, projectId, [buy("ann", 1, known), buy("ann", 2), buy("bob", 3)]);
    await delivered(id, "ann", "ann");
    const told = await impact(id, { settings: { identifier: "gp:email" } });
    expect(told).toMatchObject({
      sentBefore: 3,
      sentAfter: 2,
      noLongerSent: 1,
      payloadChanged: 2,
      newlyDiscarded: { missing_identifier: 1 },
      newPeople: 1,
    });
    expect(told.examples[0]).toMatchObject({
      change: "newly_discarded",
      reason: "missing_identifier",
      userId: "bob",
    });
    await delivered(id, "ann", "ANN@example.com", "email");
    expect(await impact(id, { settings: { identifier: "gp:email" } })).toMatchObject({
      newPeople: 0,
    });
  });

  test("another account: everybody is new there", async () => {
    const id = await makeSync();
    await ingest(world.url, projectId, [buy("ann", 1), buy("bob", 3)]);
    await delivered(id, "ann", "ann");
    const told = await impact(id, { config: { site_id: "site-2" } });
    expect(told).toMatchObject({ ...NONE, newPeople: 2 });
  });

  test("the switch counts when it is turned", async () => {
    const id = await makeSync();
    await ingest(world.url, projectId, [buy("ann", 1), { event_type: "Login", user_id: "ann" }]);
    expect(await impact(id, { enabled: false })).toMatchObject({ sentBefore: 1, sentAfter: 0 });
    expect(await impact(id, { enabled: true })).toMatchObject({ sentBefore: 1, sentAfter: 1 });
  });

  test("looks at the newest of the log, over several pages, as they were at the time", async () => {
    const id = await makeSync({
      eventRows: [
        { event: "Purchase", where: [{ property: "gp:plan", op: "is", values: ["pro"] }] },
      ],
    });
    const of = (plan: string) =>
      Array.from({ length: 900 }, (_, n) =>
        buy(`user-${n % 7}`, n, n < 7 ? { user_properties: { plan } } : {}),
      );
    await ingest(world.url, projectId, of("free"));
    await ingest(world.url, projectId, of("pro"));
    expect(await impact(id, {})).toMatchObject({ read: 1_800, sentBefore: 900 });
    expect(await impact(id, {}, 1_100)).toMatchObject({ read: 1_100, sentBefore: 900 });
    expect(await impact(id, {}, 10)).toMatchObject({ read: 10, sentBefore: 10 });
  });

  test("is for who may read destinations and events; a draft that cannot be is refused by field", async () => {
    const id = await makeSync();
    const reader = world.as(tokenActor("destinations:read"));
    await expect(draftImpact(reader, { id, draft: {} })).rejects.toThrow("events:read");
    await expect(impact(id, { settings: { eventRows: [{ event: "" }] } })).rejects.toMatchObject({
      code: "invalid_input",
      fieldErrors: [{ field: "settings.eventRows.0.event" }],
    });
  });
});

/** A row of the delivery log, as a settling leaves it. */
async function delivered(syncId: number, userId: string, identifier: string, kind = "id") {
  await world.db.$executeRaw`
    INSERT INTO deliveries (day, sync_id, sync_version, "offset", shard, person_id, event_uuid, kind, event_type, user_id,
      identifier, identifier_kind, outcome, reason, attempts, event_time, received_at, settled_at)
    SELECT (now() AT TIME ZONE 'UTC')::date, ${syncId}::int, 1, 1, 0, id, gen_random_uuid(), 'event', 'Purchase',
      ${userId}, ${identifier}, ${kind}, 'delivered', '', 1, now(), now(), now()
    FROM people WHERE project_id = ${projectId}::int AND user_id = ${userId}`;
}
