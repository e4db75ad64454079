import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listAuditLog } from "@/lib/admin/audit/list-audit-log";
import { deleteName } from "@/lib/admin/names/delete-name";
import { hideName } from "@/lib/admin/names/hide-name";
import { listEventTypes } from "@/lib/admin/names/list-event-types";
import { listNames } from "@/lib/admin/names/list-names";
import { listProperties } from "@/lib/admin/names/list-properties";
import type { Context } from "@/lib/admin/verb/context";
import type { EventLog } from "@/lib/engine/pipeline/log/event-log";
import { createPostgresEventLog } from "@/lib/engine/store/event-log/postgres-event-log";
import { NAMES_MAX, NEW_NAMES_MAX } from "@/lib/engine/store/event-log/taxonomy";
import type { ProjectId } from "@/lib/kernel/brand";
import type { JsonObject } from "@/lib/kernel/json";
import { createPool } from "@/lib/platform/postgres/pool";
import { createWorld, ownerActor, tokenActor, type World } from "@/tests/integration/verbs/world";
import { makeIncoming } from "@/tests/support/make-event";
import { makeProject } from "@/tests/support/make-project";

// Names come from whoever has the ingestion key: invented ones never keep the real ones from the pickers.

let world: World;
let pool: ReturnType<typeof createPool>;
let log: EventLog;
let ada: Context;

beforeAll(async () => {
  world = await createWorld();
  pool = createPool(world.url, 4, "test-names");
  log = createPostgresEventLog(pool);
  ada = world.as(ownerActor());
});
afterAll(async () => {
  await pool.end();
  await world.close();
});

const invented = (count: number, prefix: string): JsonObject =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`!${prefix}${n}`, 1]));

const send = (project: ProjectId, properties: JsonObject, eventType = "Song Played") =>
  log.append(project, [makeIncoming({ eventType, payload: { event_properties: properties } })]);

const offered = async (projectId: ProjectId) =>
  (await listProperties(ada, { projectId, limit: 10_000 })).map(({ name }) => name);

describe("invented names", () => {
  test("in one upload of 10,050 do not keep later real ones out", async () => {
    const project = await makeProject(pool);
    await send(project, invented(10_050, "a"));
    expect(await offered(project)).toHaveLength(NEW_NAMES_MAX);
    await send(project, { total: 5 }, "Order Completed");
    expect(await offered(project)).toContain("total");
    const events = (await listEventTypes(ada, { projectId: project })).map(({ name }) => name);
    expect(events).toEqual(["Order Completed", "Song Played"]);
  });

  test("that come in one upload each give way to what came in two, however many", async () => {
    const project = await makeProject(pool);
    await send(project, { real: 1 });
    await send(project, { real: 2 });
    for (let n = 0; n < NAMES_MAX.event_property / NEW_NAMES_MAX + 2; n++) {
      await send(project, invented(NEW_NAMES_MAX, `${n}-`));
    }
    const names = await offered(project);
    expect(names).toHaveLength(NAMES_MAX.event_property);
    expect(names).toContain("real");
  });

  test("that fill the registry twice over do not keep a new real name out", async () => {
    const project = await makeProject(pool);
    for (let n = 0; n < NAMES_MAX.event_property / NEW_NAMES_MAX; n++) {
      await send(project, invented(NEW_NAMES_MAX, `${n}-`));
      await send(project, invented(NEW_NAMES_MAX, `${n}-`));
    }
    await send(project, { real: 1 });
    await send(project, { real: 2 });
    expect(await offered(project)).toContain("real");
  });

  test("of user properties and of event types are bounded apart from the others", async () => {
    const project = await makeProject(pool);
    for (let n = 0; n < NAMES_MAX.event_type / NEW_NAMES_MAX + 1; n++) {
      const events = Array.from({ length: NEW_NAMES_MAX }, (_, index) =>
        makeIncoming({ eventType: `!${n}-${index}` }),
      );
      await log.append(project, events);
    }
    await send(project, { total: 1 });
    expect(await offered(project)).toEqual(["total"]);
    expect(await listEventTypes(ada, { projectId: project })).toHaveLength(NAMES_MAX.event_type);
  });
});

describe("people", () => {
  const name = (projectId: ProjectId) =>
    ({ projectId, kind: "event_property", name: "secret" }) as const;

  test("hide a name: it is not offered, stays hidden when it is sent, and can be offered again", async () => {
    const project = await makeProject(pool);
    await send(project, { secret: 1, open: 1 });
    await hideName(ada, { ...name(project), hidden: true });
    await createPostgresEventLog(pool).append(project, [
      makeIncoming({ payload: { event_properties: { secret: 2 } } }),
    ]);
    expect(await offered(project)).toEqual(["open"]);
    const { items } = await listNames(ada, { projectId: project, kind: "event_property" });
    expect(items.map(({ name: each, hidden }) => [each, hidden])).toContainEqual(["secret", true]);
    await hideName(ada, { ...name(project), hidden: false });
    expect(await offered(project)).toEqual(["open", "secret"]);
  });

  test("delete a name: it is gone, and back when it is sent again", async () => {
    const project = await makeProject(pool);
    await send(project, { secret: 1 });
    await deleteName(ada, name(project));
    expect(await offered(project)).toEqual([]);
    await send(project, { secret: 1 });
    expect(await offered(project)).toEqual(["secret"]);
  });

  test("find names by a part of them, and are told how many there are", async () => {
    const project = await makeProject(pool);
    await send(project, { ...invented(300, "x"), "Order Total": 1 });
    const all = await listNames(ada, { projectId: project, kind: "event_property" });
    expect([all.items.length, all.total]).toEqual([200, 301]);
    const some = await listNames(ada, {
      projectId: project,
      kind: "event_property",
      q: "order tot",
    });
    expect(some.items.map((view) => view.name)).toEqual(["Order Total"]);
  });

  test("leave a record; tokens may not, and a name that is not there does not exist", async () => {
    const project = await makeProject(pool);
    await send(project, { secret: 1 });
    await hideName(ada, { ...name(project), hidden: true });
    await deleteName(ada, name(project));
    const { items } = await listAuditLog(ada, { projectId: project, limit: 10 });
    expect(items).toMatchObject([
      { action: "name.deleted", target: "secret", details: { kind: "event_property" } },
      { action: "name.hidden", target: "secret", actor: "ada@example.com" },
    ]);
    await expect(deleteName(ada, name(project))).rejects.toMatchObject({ code: "not_found" });
    const token = world.as(tokenActor("full"));
    await expect(hideName(token, { ...name(project), hidden: true })).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});
