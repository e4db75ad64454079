import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { countMatching } from "@/lib/admin/events/count-matching";
import { findEvents } from "@/lib/admin/events/find-events";
import { listDeliveries } from "@/lib/admin/events/list-deliveries";
import { listFiltered } from "@/lib/admin/events/list-filtered";
import { listWaiting } from "@/lib/admin/events/list-waiting";
import { recentEvents } from "@/lib/admin/events/recent-events";
import { getPerson } from "@/lib/admin/people/get-person";
import { NAMED_PEOPLE_MAX, peopleNamed } from "@/lib/admin/people/people-named";
import { personTimeline } from "@/lib/admin/people/person-timeline";
import { createProject } from "@/lib/admin/projects/create-project";
import { createSync } from "@/lib/admin/syncs/create-sync";
import type { PersonId, ProjectId } from "@/lib/kernel/brand";
import { ingest } from "./events";
import { createWorld, type World } from "./world";

// What is told of one person: all they did, who set what, and whom destinations take for the same.

let world: World;
let projectId: ProjectId;
beforeAll(async () => {
  world = await createWorld();
});
beforeEach(async () => {
  projectId = (await createProject(world.system, { name: "Shop" })).id;
});
afterAll(() => world.close());

async function personNamed(text: string): Promise<PersonId> {
  const { ids } = await peopleNamed(world.db, projectId, text);
  if (ids[0] === undefined) throw new Error(`nobody is ${text}`);
  return ids[0];
}

const makeSync = (more: Record<string, unknown> = {}) =>
  createSync(world.system, {
    projectId,
    name: "Marketing",
    config: { site_id: "site-1" },
    ...more,
  });

describe("the timeline", () => {
  test("has events and identifies of one person, newest first, and pages to the very first", async () => {
    await ingest(
      world.url,
      projectId,
      [1, 2, 3, 4, 5, 6].map((n) => ({
        event_type: n % 2 === 0 ? "$identify" : "Song Played",
        user_id: n === 3 ? "bob" : "ann",
        ...(n % 2 === 0 ? { user_properties: { plan: `p${n}` } } : {}),
      })),
    );
    const one = { projectId, personId: await personNamed("ann") };
    const first = await personTimeline(world.system, { ...one, limit: 3 });
    expect(first.items.map(({ event }) => event.offset)).toEqual([6, 5, 4]);
    expect(first.items.map(({ changes }) => changes)).toEqual([
      { plan: "p6" },
      null,
      { plan: "p4" },
    ]);
    const { before } = first;
    if (before === null) throw new Error("there is a next page");
    const second = await personTimeline(world.system, { ...one, limit: 3, before });
    expect(second.items.map(({ event }) => event.offset)).toEqual([2, 1]);
    expect(second.before).toBeNull();
  });

  test("says what became of each for every sync, and can be asked by event, outcome and time", async () => {
    const taking = await makeSync({ name: "Never enabled" });
    const at = (minutes: number) => world.clock.now() - minutes * 60_000;
    await ingest(world.url, projectId, [
      { event_type: "A", user_id: "ann", time: at(30) },
      { event_type: "B", user_id: "ann", time: at(20) },
      { event_type: "A", user_id: "ann", time: at(10) },
    ]);
    const one = { projectId, personId: await personNamed("ann") };
    const offsets = async (filter: object) =>
      (await personTimeline(world.system, { ...one, ...filter })).items.map(
        ({ event }) => event.offset,
      );
    const { items } = await personTimeline(world.system, one);
    expect(items.map(({ fates }) => fates.map(({ syncId, status }) => [syncId, status]))).toEqual(
      Array(3).fill([[taking.id, "not_streamed"]]),
    );
    expect(await offsets({ eventType: "A" })).toEqual([3, 1]);
    expect(await offsets({ since: new Date(at(25)) })).toEqual([3, 2]);
    expect(await offsets({ until: new Date(at(25)) })).toEqual([1]);
    expect(await offsets({ outcome: "not_streamed", limit: 2 })).toEqual([3, 2]);
    expect(await offsets({ outcome: "not_streamed", limit: 2, before: 2 })).toEqual([1]);
    expect(await offsets({ outcome: "delivered" })).toEqual([]);
  });
});

test("each property has the event that last set it, as far as the log goes", async () => {
  await ingest(world.url, projectId, [
    { event_type: "$identify", user_id: "ann", user_properties: { plan: "free", city: "Oslo" } },
    { event_type: "Upgrade", user_id: "ann", user_properties: { plan: "pro", gone: 1 } },
    { event_type: "$identify", user_id: "ann", user_properties: { $unset: { gone: "-" } } },
    { event_type: "Song Played", user_id: "ann" },
  ]);
  const one = { projectId, personId: await personNamed("ann") };
  const { properties, origins } = await getPerson(world.system, one);
  expect(properties).toEqual({ plan: "pro", city: "Oslo" });
  expect(
    [...origins.byName].map(([name, { offset, eventType }]) => [name, offset, eventType]),
  ).toEqual([
    ["plan", 2, "Upgrade"],
    ["city", 1, "$identify"],
  ]);
  await world.db.event.deleteMany({ where: { projectId, offset: 1n } });
  const later = (await getPerson(world.system, one)).origins;
  expect([[...later.byName.keys()], later.isWhole]).toEqual([["plan"], true]);
});

test("others with the same identifier at a destination are named, by the destination's own rule", async () => {
  const email = (user_id: string, value: string) => ({
    event_type: "$identify",
    user_id,
    user_properties: { email: value, crm: value },
  });
  await ingest(world.url, projectId, [
    email("ann", "ann@example.com"),
    email("ann-2", "Ann@Example.com"),
    email("bob", "bob@example.com"),
    { event_type: "$identify", user_id: "eve", user_properties: { crm: "x1" } },
    { event_type: "$identify", user_id: "eva", user_properties: { crm: "X1" } },
  ]);
  const byEmail = await makeSync({ settings: { identifier: "gp:email" } });
  await makeSync({ settings: { identifier: "user_id" } });
  const sharedOf = async (user: string) =>
    (await getPerson(world.system, { projectId, personId: await personNamed(user) })).shared;
  expect(await sharedOf("ann")).toMatchObject([
    { syncId: byEmail.id, value: "ann@example.com", others: [{ userId: "ann-2" }], more: false },
  ]);
  expect(await sharedOf("bob")).toEqual([]);
  expect(await sharedOf("eve")).toEqual([]);

  // Where the first has no value, people are known by the next: by it they share, and only among each other.
  await ingest(world.url, projectId, [
    { event_type: "$identify", user_id: "fay", user_properties: { email: "fay@example.com" } },
    { event_type: "$identify", user_id: "fee", user_properties: { email: "FAY@example.com" } },
    email("fox", "fay@example.com"),
  ]);
  const settings = { identifier: "gp:crm_id", fallbackIdentifiers: ["gp:email", "device_id"] };
  await ingest(world.url, projectId, [
    { event_type: "$identify", user_id: "fox", user_properties: { crm_id: "crm-fox" } },
  ]);
  const byFallback = await makeSync({ settings });
  expect((await sharedOf("fay")).filter(({ syncId }) => syncId === byFallback.id)).toMatchObject([
    { value: "fay@example.com", others: [{ userId: "fee" }] },
  ]);
  expect((await sharedOf("fox")).filter(({ syncId }) => syncId === byFallback.id)).toEqual([]);
});

test("events can be asked for by whatever names their person", async () => {
  await ingest(world.url, projectId, [
    { event_type: "A", user_id: "ann", user_properties: { email: "ann@example.com" } },
    { event_type: "B", user_id: "bob" },
  ]);
  const of = async (user: string) =>
    (await recentEvents(world.system, { projectId, user })).items.map(({ eventType }) => eventType);
  expect(await of("ANN@example.com")).toEqual(["A"]);
  expect(await of("bob")).toEqual(["B"]);
  expect(await of("nobody@example.com")).toEqual([]);
});

test("a text that stands for more than a hundred people is refused by every filter, and Why? says so", async () => {
  await ingest(
    world.url,
    projectId,
    Array.from({ length: NAMED_PEOPLE_MAX + 1 }, (_, n) => ({
      event_type: "$identify",
      user_id: `member-${n}`,
      user_properties: { email: "everybody@example.com" },
    })),
  );
  const sync = await makeSync();
  const filter = { user: "everybody@example.com" };
  const asked = { ...filter, projectId, syncId: sync.id };
  const lists = [
    () => recentEvents(world.system, { ...filter, projectId }),
    () => listDeliveries(world.system, asked),
    () => listWaiting(world.system, asked),
    () => listFiltered(world.system, asked),
    () => countMatching(world.system, { syncId: sync.id, view: "settled", filter }),
    () => countMatching(world.system, { syncId: sync.id, view: "waiting", filter }),
  ];
  for (const list of lists) {
    await expect(list()).rejects.toMatchObject({
      code: "invalid_input",
      fieldErrors: [{ field: "user", code: "too_many_people" }],
    });
  }
  const found = await findEvents(world.system, { projectId, person: filter.user });
  expect(found).toMatchObject({ events: [], why: expect.stringContaining("more than 100 people") });
});
