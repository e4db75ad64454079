import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { getDelivery } from "@/lib/admin/events/get-delivery";
import { getEvent } from "@/lib/admin/events/get-event";
import { listDeliveries } from "@/lib/admin/events/list-deliveries";
import { recentEvents } from "@/lib/admin/events/recent-events";
import { listEventTypes } from "@/lib/admin/names/list-event-types";
import { listProperties } from "@/lib/admin/names/list-properties";
import { findPeople } from "@/lib/admin/people/find-people";
import { getPerson } from "@/lib/admin/people/get-person";
import { createProject } from "@/lib/admin/projects/create-project";
import { listProjects } from "@/lib/admin/projects/list-projects";
import { renameProject } from "@/lib/admin/projects/rename-project";
import { revealSecretKey } from "@/lib/admin/projects/reveal-secret-key";
import { rejectedUploads } from "@/lib/admin/sources/rejected-uploads";
import { sourcesStatus } from "@/lib/admin/sources/sources-status";
import { createSync } from "@/lib/admin/syncs/create-sync";
import { syncMetrics } from "@/lib/admin/syncs/sync-metrics";
import { syncStatus } from "@/lib/admin/syncs/sync-status";
import { identifierCoverage } from "@/lib/admin/syncs/test/identifier-coverage";
import { previewSync } from "@/lib/admin/syncs/test/preview-sync";
import { updateSync } from "@/lib/admin/syncs/update-sync";
import { bucketOf } from "@/lib/engine/pipeline/record/latency-histogram";
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

const makeSync = (settings: object = {}, more: object = {}) =>
  createSync(world.system, {
    projectId,
    name: "Marketing",
    enabled: true,
    config: { site_id: "site-1" },
    secrets: { api_key: "api-key-1" },
    settings: { sendEvents: true, eventRows: [{ event: "Purchase" }], ...settings },
    ...more,
  });

describe("projects", () => {
  test("have a public key, and a secret one that is stored encrypted", async () => {
    const projects = await listProjects(world.system);
    const project = projects.find(({ id }) => id === projectId);
    expect(project).toMatchObject({ name: "Shop", lastOffset: 0, syncs: 0 });
    expect(project?.apiKey).toMatch(/^[0-9a-f]{32}$/);
    const { secretKey } = await revealSecretKey(world.system, { projectId });
    expect(secretKey).toMatch(/^[0-9a-f]{32}$/);
    const row = await world.db.project.findUniqueOrThrow({ where: { id: projectId } });
    expect(Buffer.from(row.secretKey).toString("latin1")).not.toContain(secretKey);
    expect((await renameProject(world.system, { projectId, name: "Store" })).name).toBe("Store");
  });
});

describe("events", () => {
  test("are listed newest first and page to the very first", async () => {
    await ingest(
      world.url,
      projectId,
      [1, 2, 3, 4, 5].map((n) => ({ event_type: `e${n % 2}`, user_id: "ada" })),
    );
    const first = await recentEvents(world.system, { projectId, limit: 3 });
    expect(first.items.map(({ offset }) => offset)).toEqual([5, 4, 3]);
    const second = await recentEvents(world.system, {
      projectId,
      limit: 3,
      before: first.before ?? 0,
    });
    expect(second).toMatchObject({ items: [{ offset: 2 }, { offset: 1 }], before: null });
    const named = await recentEvents(world.system, { projectId, eventType: "e0" });
    expect(named.items.map(({ offset }) => offset)).toEqual([4, 2]);
    expect((await recentEvents(world.system, { projectId, user: "bob" })).items).toEqual([]);
  });

  test("names and properties are there to choose from", async () => {
    await ingest(world.url, projectId, [
      { event_type: "Song Played", user_id: "ada", event_properties: { title: "Help" } },
      { event_type: "$identify", user_id: "ada", user_properties: { $set: { plan: "pro" } } },
    ]);
    const names = await listEventTypes(world.system, { projectId, q: "song" });
    expect(names.map(({ name }) => name)).toEqual(["Song Played"]);
    expect(await listProperties(world.system, { projectId, scope: "event" })).toMatchObject([
      { scope: "event", name: "title", type: "string" },
    ]);
    expect(await listProperties(world.system, { projectId, q: "PLA" })).toMatchObject([
      { scope: "user", name: "plan" },
    ]);
  });

  test("of another project, or past the end, do not exist; a token needs the scope", async () => {
    await ingest(world.url, projectId, [{ event_type: "A", user_id: "ada" }]);
    const other = await createProject(world.system, { name: "Other" });
    const missing = { code: "not_found" };
    await expect(getEvent(world.system, { projectId: other.id, offset: 1 })).rejects.toMatchObject(
      missing,
    );
    await expect(getEvent(world.system, { projectId, offset: 2 })).rejects.toMatchObject(missing);
    const token = world.as(tokenActor("projects:read", "destinations:read"));
    await expect(getEvent(token, { projectId, offset: 1 })).rejects.toMatchObject({
      code: "forbidden",
    });
    const reader = world.as(tokenActor("events:read"));
    expect(await getEvent(reader, { projectId, offset: 1 })).toMatchObject({ eventType: "A" });
  });
});

/** A row of the delivery log, as a worker writes it. */
async function settle(syncId: number, offset: number, outcome: string, reason: string) {
  await world.db.$executeRaw`
    INSERT INTO deliveries (day, sync_id, sync_version, "offset", shard, person_id, event_uuid, kind, event_type, user_id,
      identifier, identifier_kind, outcome, reason, detail, attempts, event_time, received_at, settled_at, latency_ms)
    SELECT (now() AT TIME ZONE 'UTC')::date, ${syncId}, 1, "offset", shard, person_id, uuid, kind, event_type, user_id,
      user_id, 'id', ${outcome}, ${reason}, '{"message":"because","field":"name"}', 1, event_time, received_at, now(), 12
    FROM events WHERE project_id = ${projectId} AND "offset" = ${offset}`;
}

describe("people", () => {
  test("are found by the beginning of their user_id, their device and, when asked so, their Amplitude ID", async () => {
    await ingest(world.url, projectId, [
      { event_type: "A", user_id: "ada@example.com", device_id: "phone-1" },
      { event_type: "B", user_id: "adam", user_properties: { plan: "pro" } },
    ]);
    const find = async (q: string) =>
      (await findPeople(world.system, { projectId, q })).people.map(({ userId }) => userId);
    expect(await find("ada")).toEqual(["ada@example.com", "adam"]);
    expect(await find("phone-1")).toEqual(["ada@example.com"]);
    expect(await find("x%")).toEqual([]);
    expect(await find("")).toHaveLength(2);
    const [adam] = (await findPeople(world.system, { projectId, q: "adam" })).people;
    const personId = adam?.id ?? 0;
    expect(await find(`amplitude_id:${personId}`)).toEqual(["adam"]);
    expect(await find(String(personId))).toEqual([]);
    expect(await getPerson(world.system, { projectId, personId })).toMatchObject({
      userId: "adam",
      properties: { plan: "pro" },
    });
    const other = await createProject(world.system, { name: "Other" });
    await expect(getPerson(world.system, { projectId: other.id, personId })).rejects.toMatchObject({
      code: "not_found",
    });
  });
});

describe("deliveries", () => {
  test("show the event, what was sent with the settings of that time, and why it failed", async () => {
    const sync = await makeSync({ eventProperties: ["price"] });
    await ingest(world.url, projectId, [
      { event_type: "Purchase", user_id: "ada", event_properties: { price: 5, sku: "x" } },
    ]);
    await settle(sync.id, 1, "discarded", "refused");
    await updateSync(world.system, { id: sync.id, patch: { settings: { eventProperties: [] } } });
    const { items } = await listDeliveries(world.system, { syncId: sync.id });
    expect(items).toMatchObject([{ outcome: "discarded", message: "because", field: "name" }]);
    const detail = await getDelivery(world.system, { id: items[0]?.id ?? 0 });
    expect(detail).toMatchObject({
      event: { eventType: "Purchase", payload: { event_properties: { sku: "x" } } },
      sent: { syncVersion: 1, sameVersion: true, requests: [{ path: "/api/v2/batch" }] },
      request: null,
    });
    expect(detail.sent?.requests[0]?.body).toContain('"price":5');
    expect(detail.sent?.requests[0]?.body).not.toContain("sku");
    await world.db.syncVersion.deleteMany({ where: { syncId: sync.id, version: 1 } });
    const later = await getDelivery(world.system, { id: items[0]?.id ?? 0 });
    expect(later.sent).toMatchObject({ syncVersion: 2, sameVersion: false });
  });

  test("of one sync are not seen through another", async () => {
    const [one, two] = [await makeSync(), await makeSync()];
    await ingest(world.url, projectId, [{ event_type: "Purchase", user_id: "ada" }]);
    await settle(one.id, 1, "delivered", "");
    expect((await listDeliveries(world.system, { syncId: two.id })).items).toEqual([]);
    const [row] = (await listDeliveries(world.system, { syncId: one.id })).items;
    await expect(
      getDelivery(world.system, { id: row?.id ?? 0, syncId: two.id }),
    ).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("preview", () => {
  test("uses the settings as edited, tells each row and clause, and counts the bytes", async () => {
    const sync = await makeSync();
    const settings = {
      eventRows: [
        { event: "Refund" },
        { event: "Purchase", where: [{ property: "ep:price", op: "greater", values: ["10"] }] },
      ],
    };
    const preview = (price: number) =>
      previewSync(world.system, {
        id: sync.id,
        payload: JSON.stringify({
          event_type: "Purchase",
          user_id: "ada-1",
          event_properties: { price },
        }),
        settings,
      });
    expect(await preview(5)).toMatchObject({
      rows: [
        { letter: "A", nameMatches: false, matches: false },
        { letter: "B", nameMatches: true, clauses: [{ holds: false }], matches: false },
      ],
      outcome: { kind: "filtered", reason: "no_row_matches" },
    });
    const { outcome } = await preview(50);
    if (outcome.kind !== "ready") throw new Error(outcome.kind);
    expect(outcome.requests[0]?.bytes).toBe(Buffer.byteLength(outcome.requests[0]?.body ?? ""));
  });

  test("of a pasted event knows the stored properties of its person", async () => {
    await ingest(world.url, projectId, [
      {
        event_type: "A",
        user_id: "ada-1",
        user_properties: { email: "ada@example.com", visits: 2 },
      },
    ]);
    const sync = await makeSync({ identifier: "gp:email" });
    const preview = await previewSync(world.system, {
      id: sync.id,
      payload: JSON.stringify({
        event_type: "Purchase",
        user_id: "ada-1",
        user_properties: { $add: { visits: 3 } },
      }),
    });
    expect(preview.identifier).toEqual({ kind: "email", value: "ada@example.com" });
    expect(preview.event.userProperties).toEqual({ email: "ada@example.com", visits: 5 });
  });

  test("of a stored event takes it from the log of this project only", async () => {
    const sync = await makeSync();
    await ingest(world.url, projectId, [{ event_type: "Purchase", user_id: "ada-1" }]);
    const preview = await previewSync(world.system, { id: sync.id, offset: 1 });
    expect(preview.outcome.kind).toBe("ready");
    await expect(previewSync(world.system, { id: sync.id, offset: 2 })).rejects.toMatchObject({
      code: "not_found",
    });
  });
});

describe("measures", () => {
  test("identifier coverage counts kinds, missing and invalid of the newest events", async () => {
    await ingest(world.url, projectId, [
      { event_type: "A", user_id: "ada" },
      { event_type: "A", user_id: "eve@example.com" },
      { event_type: "A", user_id: "cio_0a1b" },
      { event_type: "A", device_id: "phone-9" },
      { event_type: "A", user_id: "x".repeat(151) },
    ]);
    const { id } = await makeSync();
    const coverage = await identifierCoverage(world.system, { id, identifier: "user_id" });
    expect(coverage).toEqual({
      total: 5,
      byKind: [
        { words: "by email", events: 1 },
        { words: "by id", events: 1 },
        { words: "by cio_id", events: 1 },
      ],
      nobodys: 0,
      missing: 1,
      invalid: 1,
      people: 3,
      values: 3,
    });
    const lenient = await makeSync(
      {},
      { config: { site_id: "site-1", without_identifier: "anonymous" } },
    );
    expect(
      await identifierCoverage(world.system, { id: lenient.id, identifier: "user_id" }),
    ).toMatchObject({ nobodys: 1, missing: 0, people: 3 });
    await ingest(world.url, projectId, [
      { event_type: "A", user_id: "ada", user_properties: { plan: "pro" } },
      { event_type: "A", user_id: "eve@example.com", user_properties: { plan: "pro" } },
    ]);
    const byPlan = await identifierCoverage(world.system, { id, identifier: "gp:plan" });
    expect(byPlan).toMatchObject({ people: 2, values: 1 });
  });

  test("sources count what was accepted by endpoint and minute", async () => {
    await ingest(world.url, projectId, [
      { event_type: "A", user_id: "ada", insert_id: "1" },
      { event_type: "A", user_id: "ada", insert_id: "1" },
    ]);
    // The log counts by the database's clock; the standing one may be in an earlier minute.
    world.clock.advance(Date.now() - world.clock.now());
    const http = (await sourcesStatus(world.system, { projectId }))[0];
    expect(http).toMatchObject({ source: "http_v2", lastHour: { accepted: 1, duplicate: 1 } });
    expect(http?.minutes).toHaveLength(60);
    expect(http?.minutes.reduce((sum, minute) => sum + minute.accepted, 0)).toBe(1);
    expect(http?.lastSeen).toBeInstanceOf(Date);
  });

  test("rejected uploads are shown with what stood there, to those who may see it", async () => {
    const row = {
      source: "http_v2",
      reason: "invalid_events",
      problem: "id_length",
      field: "user_id",
      library: "",
      value: '"bob"',
      detail: "",
      requests: 2n,
      firstAt: new Date(1000),
      lastAt: new Date(2000),
    };
    await world.db.rejectedUpload.createMany({
      data: [
        { ...row, projectId },
        { ...row, projectId, field: "device_id", value: null, lastAt: new Date(3000) },
        { ...row, projectId: 0 },
      ],
    });
    const shown = await rejectedUploads(world.system, { projectId });
    expect(shown).toMatchObject({
      ofProject: [{ field: "device_id" }, { value: '"bob"', requests: 2, valueIsHidden: false }],
      ofNone: [{ value: '"bob"' }],
    });
    const reader = { ...world.system, actor: tokenActor("projects:read") };
    expect((await rejectedUploads(reader, { projectId })).ofProject).toMatchObject([
      { field: "device_id", value: null, valueIsHidden: false },
      { field: "user_id", value: null, valueIsHidden: true },
    ]);
  });

  test("metrics add up over shards and minutes", async () => {
    const sync = await makeSync();
    const minute = new Date(Math.floor(world.clock.now() / 60_000) * 60_000 - 120_000);
    const count = (shard: number, outcome: string, reason: string, n: number, first: number) => ({
      syncId: sync.id,
      shard,
      minute,
      outcome,
      reason,
      count: n,
      firstAttempt: first,
    });
    await world.db.syncMinute.createMany({
      data: [
        count(0, "delivered", "", 6, 5),
        count(1, "delivered", "", 2, 2),
        count(0, "discarded", "missing_identifier", 1, 0),
        count(0, "expired", "timeout", 1, 0),
        count(2, "filtered", "no_row_matches", 4, 0),
      ],
    });
    await world.db.syncLatency.createMany({
      data: [{ syncId: sync.id, shard: 0, minute, bucket: bucketOf(100), count: 8 }],
    });
    const metrics = await syncMetrics(world.system, { id: sync.id, period: "TEN_MINUTES" });
    expect(metrics).toMatchObject({
      delivered: 8,
      notDelivered: 2,
      deliveryRate: 0.8,
      firstAttempt: 7,
      afterRetry: 1,
      discarded: 1,
      expired: 1,
    });
    expect(metrics.p95Ms).toBeGreaterThanOrEqual(100);
    expect(metrics.p95Ms).toBeLessThanOrEqual(120);
  });

  test("status tells lag by event, and an open breaker with since when", async () => {
    const sync = await makeSync();
    await ingest(world.url, projectId, [
      { event_type: "A", user_id: "ada" },
      { event_type: "A", user_id: "bob" },
      { event_type: "A", user_id: "eve" },
    ]);
    expect(await syncStatus(world.system, { id: sync.id })).toMatchObject({
      state: "enabled",
      lag: 3,
      read: 0,
    });
    const since = new Date(world.clock.now());
    await world.db.breaker.create({
      data: { syncId: sync.id, reason: "credentials_refused", message: "401", since, owner: "w" },
    });
    expect(await syncStatus(world.system, { id: sync.id })).toMatchObject({
      state: "paused",
      problem: { reason: "credentials_refused", since },
    });
    await updateSync(world.system, { id: sync.id, patch: { enabled: false } });
    expect(await syncStatus(world.system, { id: sync.id })).toMatchObject({
      state: "disabled",
      problem: null,
      lag: 0,
    });
  });
});
