import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { listAuditLog } from "@/lib/admin/audit/list-audit-log";
import { recentEvents } from "@/lib/admin/events/recent-events";
import { createProject } from "@/lib/admin/projects/create-project";
import { createSync } from "@/lib/admin/syncs/create-sync";
import { findSamples } from "@/lib/admin/syncs/test/find-samples";
import { sendTestEvent } from "@/lib/admin/syncs/test/send-test-event";
import type { JsonObject } from "@/lib/kernel/json";
import { type Sandbox, startSandbox } from "@/sandbox/start-sandbox";
import { ingest } from "./events";
import { createWorld, tokenActor, type World } from "./world";

let sandbox: Sandbox;
let world: World;
let projectId: number;
beforeAll(async () => {
  sandbox = await startSandbox({ siteId: "site-1", apiKey: "api-key-1" });
  world = await createWorld({ us: sandbox.usUrl, eu: sandbox.euUrl });
});
beforeEach(async () => {
  projectId = (await createProject(world.system, { name: "Shop" })).id;
});
afterAll(async () => {
  await world.close();
  await sandbox.close();
});

const makeSync = async (settings: object = {}) => {
  const { id } = await createSync(world.system, {
    projectId,
    name: "Marketing",
    enabled: true,
    config: { site_id: "site-1" },
    secrets: { api_key: "api-key-1" },
    settings: {
      sendEvents: true,
      sendUsers: true,
      eventRows: [{ event: "Purchase" }],
      eventProperties: ["price"],
      userProperties: ["plan"],
      ...settings,
    },
  });
  return id;
};

const buy = (user: string, price: number, more: JsonObject = {}): JsonObject => ({
  event_type: "Purchase",
  user_id: user,
  device_id: `phone-of-${user}`,
  event_properties: { price },
  ...more,
});

describe("events to try settings on", () => {
  test("the newest, of somebody, of a name", async () => {
    const id = await makeSync();
    const login = { event_type: "Login", user_id: "ann" };
    await ingest(world.url, projectId, [buy("ann", 1), login, buy("bob", 2)]);
    const find = async (about: object) =>
      (await findSamples(world.system, { id, kind: "newest", ...about })).map(
        ({ eventType, userId }) => `${eventType} ${userId}`,
      );
    expect(await find({})).toEqual(["Purchase bob", "Login ann", "Purchase ann"]);
    expect(await find({ person: "ann" })).toEqual(["Login ann", "Purchase ann"]);
    expect(await find({ person: "ann", name: "Purchase" })).toEqual(["Purchase ann"]);
    expect(await find({ person: "nobody" })).toEqual([]);
  });

  test("those that the draft would send, however far back", async () => {
    const id = await makeSync();
    const plan = (of: string) => ({ user_properties: { plan: of } });
    await ingest(world.url, projectId, [buy("ann", 1, plan("pro")), buy("bob", 2, plan("free"))]);
    await ingest(
      world.url,
      projectId,
      Array.from({ length: 1_200 }, (_, n) => buy("bob", n)),
    );
    const where = [{ property: "gp:plan", op: "is", values: ["pro"] }];
    const draft = { settings: { eventRows: [{ event: "Purchase", where }] } };
    const find = async (about: object) =>
      (await findSamples(world.system, { id, kind: "matching", draft, ...about })).map(
        ({ userId }) => userId,
      );
    expect(await find({})).toEqual(["ann"]);
    expect(await find({ person: "ann" })).toEqual(["ann"]);
    expect(await find({ person: "bob" })).toEqual([]);
    expect(await find({ name: "Login" })).toEqual([]);
    const saved = await findSamples(world.system, { id, kind: "matching" });
    expect(saved.map(({ userId }) => userId)).toEqual(Array.from({ length: 10 }, () => "bob"));
  });

  test("those that the sync has discarded, as far as the log has them", async () => {
    const id = await makeSync();
    await ingest(world.url, projectId, [buy("ann", 1), buy("bob", 2)]);
    await discarded(id, 1);
    await discarded(id, 999);
    const found = await findSamples(world.system, { id, kind: "discarded" });
    expect(found.map(({ userId }) => userId)).toEqual(["ann"]);
    const ofBob = await findSamples(world.system, { id, kind: "discarded", person: "bob" });
    expect(ofBob).toEqual([]);
  });
});

describe("a test event", () => {
  const newest = async () =>
    (await recentEvents(world.system, { projectId, limit: 1 })).items[0]?.uuid ?? "";
  const personAt = async (id: string) => {
    const response = await fetch(
      `${sandbox.usUrl}/__sandbox/people/${encodeURIComponent(id)}?workspace=site-1`,
      { headers: { authorization: `Bearer ${sandbox.adminToken}` } },
    );
    return (await response.json()) as object;
  };

  test("really arrives, marked, as a new one, for the person that was named and nobody else", async () => {
    const id = await makeSync();
    await ingest(world.url, projectId, [buy("ann", 7, { insert_id: "once" })]);
    const uuid = await newest();
    const [first] = await sendTestEvent(world.system, { id, uuid, person: "qa-person-1" });
    const [second] = await sendTestEvent(world.system, { id, uuid, person: "qa-person-1" });
    expect(first).toMatchObject({ status: 200, isAccepted: true, message: null, method: "POST" });
    const [operation] = JSON.parse(first?.body ?? "{}").batch;
    expect(operation).toMatchObject({
      identifiers: { id: "qa-person-1" },
      name: "Purchase",
      attributes: { price: 7, tributary_test: true },
    });
    expect(first?.body).not.toContain("ann");
    expect(JSON.parse(second?.body ?? "{}").batch[0].id).not.toBe(operation.id);
    expect(JSON.stringify(await personAt("qa-person-1"))).toContain("tributary_test");
    const { items } = await listAuditLog(world.system, { projectId });
    expect(items[0]).toMatchObject({
      action: "sync.test_event_sent",
      details: { syncId: id, event: "Purchase", person: "qa-person-1" },
    });
  });

  test("is decided over as the event it was, by the draft, and goes by its credentials", async () => {
    const id = await makeSync();
    await ingest(world.url, projectId, [buy("ann", 7, { user_properties: { plan: "pro" } })]);
    const uuid = await newest();
    const where = [{ property: "user_id", op: "is", values: ["ann"] }];
    const settings = { eventRows: [{ event: "Purchase", where }], identifier: "gp:email" };
    const send = (draft: object) =>
      sendTestEvent(world.system, { id, uuid, person: "qa@example.com", draft });
    const [sent] = await send({ settings });
    expect(JSON.parse(sent?.body ?? "{}").batch[0]).toMatchObject({
      identifiers: { email: "qa@example.com" },
    });
    const [refused] = await send({ settings, secrets: { api_key: "another-key" } });
    expect(refused).toMatchObject({ status: 401, isAccepted: false });
    expect(refused?.message).toContain("401");
  });

  test("of an update of a user marks the user", async () => {
    const id = await makeSync();
    const payload = '{"event_type":"$identify","user_id":"annie","user_properties":{"plan":"pro"}}';
    const [sent] = await sendTestEvent(world.system, { id, payload, person: "qa-person-2" });
    expect(JSON.parse(sent?.body ?? "{}").batch).toMatchObject([
      { action: "identify", attributes: { plan: "pro", tributary_test: true } },
    ]);
  });

  test("is not sent when the settings do not send it, or when something is missing", async () => {
    const id = await makeSync();
    const payload = '{"event_type":"Login","user_id":"annie"}';
    const refused = (more: object) =>
      sendTestEvent(world.system, { id, payload, person: "qa", ...more }).catch(
        (error: { fieldErrors?: { field: string; message: string }[] }) => error.fieldErrors?.[0],
      );
    expect(await refused({})).toMatchObject({
      field: "person",
      message: expect.stringContaining("do not send this event"),
    });
    expect(await refused({ person: " " })).toMatchObject({ field: "person" });
    expect(await refused({ draft: { secrets: { api_key: "" } } })).toMatchObject({
      field: "secrets.api_key",
    });
    const reader = world.as(tokenActor("destinations:read", "events:read"));
    await expect(sendTestEvent(reader, { id, payload, person: "qa" })).rejects.toThrow(
      "destinations:write",
    );
  });
});

/** A row of the delivery log, as a settling leaves it. */
async function discarded(syncId: number, offset: number) {
  await world.db.$executeRaw`
    INSERT INTO deliveries (day, sync_id, sync_version, "offset", shard, person_id, event_uuid, kind, event_type, user_id,
      outcome, reason, attempts, event_time, received_at, settled_at)
    SELECT (now() AT TIME ZONE 'UTC')::date, ${syncId}::int, 1, ${offset}::int, 0, id, gen_random_uuid(), 'event',
      'Purchase', user_id, 'discarded', 'missing_identifier', 0, now(), now(), now()
    FROM people WHERE project_id = ${projectId}::int AND user_id = 'ann'`;
}
