import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createProject } from "@/lib/admin/projects/create-project";
import { createSync, planCreateSync } from "@/lib/admin/syncs/create-sync";
import { deleteSync } from "@/lib/admin/syncs/delete-sync";
import { duplicateSync } from "@/lib/admin/syncs/duplicate-sync";
import { getSync } from "@/lib/admin/syncs/get-sync";
import { listSyncVersions } from "@/lib/admin/syncs/list-sync-versions";
import { listSyncs } from "@/lib/admin/syncs/list-syncs";
import { planSync } from "@/lib/admin/syncs/plan-sync";
import { VersionMismatch } from "@/lib/admin/syncs/save/version-mismatch";
import { updateSync } from "@/lib/admin/syncs/update-sync";
import { storedSecrets } from "@/lib/engine/store/stored-sync";
import { Cipher } from "@/lib/platform/crypto/cipher";
import { ingest } from "./events";
import { createWorld, ownerActor, tokenActor, type World } from "./world";

let world: World;
let projectId: number;
beforeAll(async () => {
  world = await createWorld();
});
beforeEach(async () => {
  projectId = (await createProject(world.system, { name: "Shop" })).id;
});
afterAll(() => world.close());

const credentials = {
  config: { site_id: "site-1", region: "eu" },
  secrets: { api_key: "secret-key-1234" },
};
const create = (more: object = {}) =>
  createSync(world.system, { projectId, name: "Marketing", partner: "customerio", ...more });
const row = (id: number) => world.db.sync.findUniqueOrThrow({ where: { id } });

describe("creating", () => {
  test("gives a disabled sync with every default, and its first version", async () => {
    const sync = await create();
    expect(sync).toMatchObject({
      name: "Marketing",
      enabled: false,
      version: 1,
      config: { site_id: "", region: "us", delivery_mode: "batch" },
      settings: { sendEvents: false, eventRows: [], identifier: "user_id" },
      secretHints: {},
      createdBy: "system",
    });
    expect(await listSyncVersions(world.system, { id: sync.id })).toHaveLength(1);
  });

  test("in a project or for a partner that does not exist is refused", async () => {
    await expect(create({ projectId: 999_999 })).rejects.toMatchObject({ code: "not_found" });
    await expect(create({ partner: "braze" })).rejects.toMatchObject({
      fieldErrors: [{ field: "partner" }],
    });
  });

  test("a dry run says what would be made, and makes nothing", async () => {
    const plan = await planCreateSync(world.system, { projectId, name: "X", ...credentials });
    expect(plan.action).toBe("create");
    expect(plan.diff).toMatchObject({
      name: { from: "", to: "X" },
      "config.region": { from: "us", to: "eu" },
      "secrets.api_key": { to: "(changed)" },
    });
    expect((await listSyncs(world.system, { projectId })).items).toEqual([]);
  });
});

describe("secrets", () => {
  test("are stored encrypted, shown by their last four, and never returned", async () => {
    const sync = await create(credentials);
    expect(sync.secretHints).toEqual({ api_key: "1234" });
    const stored = await row(sync.id);
    expect(Buffer.from(stored.secrets).toString("latin1")).not.toContain("secret-key");
    expect(storedSecrets(stored, world.system.cipher)).toEqual({ api_key: "secret-key-1234" });
    const everything = JSON.stringify([
      sync,
      await getSync(world.system, { id: sync.id }),
      await listSyncVersions(world.system, { id: sync.id }),
    ]);
    expect(everything).not.toContain("secret-key");
  });

  test("of one sync do not decrypt in another row", async () => {
    const [one, two] = [await create(credentials), await create(credentials)];
    const { secrets } = await row(one.id);
    await world.db.sync.update({ where: { id: two.id }, data: { secrets } });
    const moved = await row(two.id);
    expect(() => storedSecrets(moved, world.system.cipher)).toThrow(/do not decrypt/);
  });

  test("are kept by a save that says nothing of them, and removed by an empty text", async () => {
    const sync = await create(credentials);
    await updateSync(world.system, { id: sync.id, patch: { name: "Renamed" } });
    expect(storedSecrets(await row(sync.id), world.system.cipher)).toEqual({
      api_key: "secret-key-1234",
    });
    const cleared = await updateSync(world.system, {
      id: sync.id,
      patch: { secrets: { api_key: "" } },
    });
    expect(cleared.secretHints).toEqual({});
    expect((await row(sync.id)).secrets).toHaveLength(0);
  });

  test("can be entered again after the encryption key was lost", async () => {
    const sync = await create(credentials);
    const ctx = { ...world.system, cipher: new Cipher(randomBytes(32)) };
    await updateSync(ctx, { id: sync.id, patch: { secrets: { api_key: "another-key-9876" } } });
    expect(storedSecrets(await row(sync.id), ctx.cipher)).toEqual({ api_key: "another-key-9876" });
  });
});

describe("enabling", () => {
  test("what is incomplete says exactly what is missing", async () => {
    const sync = await create();
    const error = await updateSync(world.system, {
      id: sync.id,
      patch: { enabled: true },
    }).catch((thrown) => thrown);
    expect(error).toMatchObject({
      code: "invalid_input",
      fieldErrors: [
        { field: "config.site_id", code: "missing" },
        { field: "secrets.api_key", code: "missing" },
      ],
    });
    expect((await getSync(world.system, { id: sync.id })).version).toBe(1);
  });

  test("puts all 16 cursors to the head, and again after it was off; each time old leases are void", async () => {
    const sync = await create(credentials);
    await ingest(world.url, projectId, [
      { event_type: "a", user_id: "u" },
      { event_type: "b", user_id: "u" },
    ]);
    const set = (enabled: boolean) => updateSync(world.system, { id: sync.id, patch: { enabled } });
    const cursors = () => world.db.cursor.findMany({ where: { syncId: sync.id } });
    await set(true);
    expect((await cursors()).map(({ position }) => position)).toEqual(Array(16).fill(2n));
    await world.db.cursor.updateMany({
      where: { syncId: sync.id },
      data: { leaseOwner: "w", leaseToken: 7n, leaseUntil: new Date(Date.now() + 60_000) },
    });
    await set(false);
    await ingest(world.url, projectId, [{ event_type: "c", user_id: "u" }]);
    await set(true);
    const after = await cursors();
    expect(after.every(({ position }) => position === 3n)).toBe(true);
    expect(
      after.every(({ leaseToken, leaseOwner }) => leaseToken === 8n && leaseOwner === null),
    ).toBe(true);
  });

  test("goes on where it stopped when what arrived while it was disabled shall be sent as well", async () => {
    const sync = await create(credentials);
    const set = (enabled: boolean, sendMissed = false) =>
      updateSync(world.system, { id: sync.id, patch: { enabled }, sendMissed });
    await set(true);
    const cursors = () => world.db.cursor.findMany({ where: { syncId: sync.id } });
    const [before] = await cursors();
    await set(false);
    await ingest(world.url, projectId, [{ event_type: "missed", user_id: "u" }]);
    await set(true, true);
    expect((await cursors()).every(({ position }) => position === before?.position)).toBe(true);
  });

  test("an enabled sync cannot lose what it needs", async () => {
    const sync = await create({ ...credentials, enabled: true });
    await expect(
      updateSync(world.system, { id: sync.id, patch: { secrets: { api_key: "" } } }),
    ).rejects.toMatchObject({ fieldErrors: [{ field: "secrets.api_key" }] });
  });

  test("wakes the workers when it is committed", async () => {
    const { Client } = await import("pg");
    const listener = new Client({ connectionString: world.url });
    await listener.connect();
    await listener.query("LISTEN tributary_syncs");
    const notified = new Promise((resolve) => listener.once("notification", resolve));
    const sync = await create(credentials);
    expect(await notified).toMatchObject({ payload: String(sync.id) });
    await listener.end();
  });
});

describe("saving", () => {
  test("of an old version is refused, and carries what the sync is now", async () => {
    const sync = await create();
    await updateSync(world.system, { id: sync.id, version: 1, patch: { name: "Theirs" } });
    const error = await updateSync(world.system, {
      id: sync.id,
      version: 1,
      patch: { name: "Mine" },
    }).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(VersionMismatch);
    expect(error).toMatchObject({
      code: "version_mismatch",
      current: { name: "Theirs", version: 2 },
    });
  });

  test("by two at once lets one through", async () => {
    const sync = await create();
    const saves = await Promise.allSettled(
      ["a", "b", "c"].map((name) =>
        updateSync(world.system, { id: sync.id, version: 1, patch: { name } }),
      ),
    );
    expect(saves.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  test("what changes nothing makes no version", async () => {
    const sync = await create();
    const patch = { name: "Marketing", config: { region: "us" } };
    expect(await planSync(world.system, { id: sync.id, patch })).toMatchObject({ action: "noop" });
    expect((await updateSync(world.system, { id: sync.id, patch })).version).toBe(1);
  });

  test("names every bad field at once", async () => {
    const sync = await create();
    const error = await updateSync(world.system, {
      id: sync.id,
      patch: {
        config: { region: "mars", colour: "red" },
        settings: {
          identifier: "email",
          userProperties: ["plan", "cio_id"],
          eventRows: [
            { event: "A", where: [{ property: "price", op: "is", values: ["1"] }] },
            { event: "_identify" },
          ],
        },
      },
    }).catch((thrown) => thrown);
    expect(error.fieldErrors.map(({ field }: { field: string }) => field).sort()).toEqual([
      "config.colour",
      "config.region",
      "settings.identifier",
    ]);
    const second = await updateSync(world.system, {
      id: sync.id,
      patch: {
        settings: {
          userProperties: ["plan", "cio_id"],
          eventRows: [
            { event: "A", where: [{ property: "prize", op: "is", values: ["1"] }] },
            { event: "_identify" },
          ],
        },
      },
    }).catch((thrown) => thrown);
    expect(second.fieldErrors.map(({ field }: { field: string }) => field)).toEqual([
      "settings.userProperties",
      "settings.eventRows.0.where.0.property",
      "settings.eventRows.1.event",
    ]);
  });

  test("the history tells field by field who changed what", async () => {
    const sync = await create();
    const ctx = world.as(ownerActor());
    await updateSync(ctx, {
      id: sync.id,
      patch: { secrets: { api_key: "k-12345678" }, settings: { sendEvents: true } },
    });
    const [latest] = await listSyncVersions(world.system, { id: sync.id });
    expect(latest).toMatchObject({
      version: 2,
      changedBy: "ada@example.com",
      secretsChanged: ["api_key"],
    });
    expect(Object.keys(latest?.diff ?? {}).sort()).toEqual([
      "secrets.api_key",
      "settings.sendEvents",
    ]);
  });
});

describe("copies, lists and the end", () => {
  test("a duplicate is disabled and has the credentials under its own id", async () => {
    const sync = await create({ ...credentials, enabled: true });
    const copy = await duplicateSync(world.system, { id: sync.id });
    expect(copy).toMatchObject({ name: "Marketing (copy)", enabled: false, config: sync.config });
    expect(storedSecrets(await row(copy.id), world.system.cipher)).toEqual({
      api_key: "secret-key-1234",
    });
  });

  test("pages go through all syncs once, and search ignores case", async () => {
    for (const name of ["One", "Two", "Three"]) await create({ name });
    const first = await listSyncs(world.system, { projectId, limit: 2 });
    expect(first.items.map(({ name }) => name)).toEqual(["One", "Two"]);
    const second = await listSyncs(world.system, {
      projectId,
      limit: 2,
      cursor: first.nextCursor ?? "",
    });
    expect(second).toMatchObject({ items: [{ name: "Three" }], nextCursor: null });
    expect((await listSyncs(world.system, { projectId, q: "TH" })).items).toHaveLength(1);
    await expect(listSyncs(world.system, { projectId, cursor: "x" })).rejects.toMatchObject({
      fieldErrors: [{ field: "cursor" }],
    });
  });

  test("deleting takes history, cursors and counters along", async () => {
    const sync = await create({ ...credentials, enabled: true });
    await expect(deleteSync(world.system, { id: sync.id, version: 9 })).rejects.toMatchObject({
      code: "version_mismatch",
    });
    await deleteSync(world.system, { id: sync.id, version: 1 });
    await expect(getSync(world.system, { id: sync.id })).rejects.toMatchObject({
      code: "not_found",
    });
    expect(await world.db.cursor.count({ where: { syncId: sync.id } })).toBe(0);
  });
});

describe("access", () => {
  test("a sync of another project does not exist for a caller that names its own", async () => {
    const sync = await create(credentials);
    const other = await createProject(world.system, { name: "Other" });
    const foreign = { id: sync.id, projectId: other.id };
    const missing = { code: "not_found" };
    await expect(getSync(world.system, foreign)).rejects.toMatchObject(missing);
    await expect(
      updateSync(world.system, { ...foreign, patch: { name: "x" } }),
    ).rejects.toMatchObject(missing);
    await expect(planSync(world.system, { ...foreign, patch: {} })).rejects.toMatchObject(missing);
    await expect(deleteSync(world.system, foreign)).rejects.toMatchObject(missing);
  });

  test("a reading token cannot write, and a token without scopes cannot read", async () => {
    const sync = await create();
    const reader = world.as(tokenActor("destinations:read"));
    await expect(getSync(reader, { id: sync.id })).resolves.toBeDefined();
    await expect(updateSync(reader, { id: sync.id, patch: { name: "x" } })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(deleteSync(reader, { id: sync.id })).rejects.toMatchObject({ code: "forbidden" });
    const runner = world.as(tokenActor("pipeline:run"));
    await expect(getSync(runner, { id: sync.id })).rejects.toMatchObject({ code: "forbidden" });
  });

  test("permission is asked before anything else: a stranger learns nothing", async () => {
    const runner = world.as(tokenActor("pipeline:run"));
    await expect(getSync(runner, { id: -5 })).rejects.toMatchObject({ code: "forbidden" });
    await expect(getSync(runner, { id: 999_999 })).rejects.toMatchObject({ code: "forbidden" });
  });
});
