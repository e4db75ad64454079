import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createProject } from "@/lib/admin/projects/create-project";
import { createSync } from "@/lib/admin/syncs/create-sync";
import { getSync } from "@/lib/admin/syncs/get-sync";
import { listSyncVersions } from "@/lib/admin/syncs/list-sync-versions";
import { planRestore, restoreSync } from "@/lib/admin/syncs/restore-sync";
import { syncBacklog } from "@/lib/admin/syncs/sync-backlog";
import { updateSync } from "@/lib/admin/syncs/update-sync";
import { storedSecrets } from "@/lib/engine/store/stored-sync";
import { ingest } from "./events";
import { createWorld, tokenActor, type World } from "./world";

let world: World;
let projectId: number;
let id: number;
const patch = (changes: object) => updateSync(world.system, { id, patch: changes });

beforeAll(async () => {
  world = await createWorld();
});
beforeEach(async () => {
  projectId = (await createProject(world.system, { name: "Shop" })).id;
  const sync = await createSync(world.system, {
    projectId,
    name: "Marketing",
    partner: "customerio",
    config: { site_id: "site-1", region: "eu" },
    secrets: { api_key: "first-key-1111" },
    settings: { eventRows: [{ event: "Bought", where: [] }], eventProperties: ["price"] },
  });
  id = sync.id;
});
afterAll(() => world.close());

describe("restoring a version", () => {
  test("saves its state as a new version and leaves the credentials as they are now", async () => {
    await patch({ name: "Renamed", settings: { eventProperties: [] } });
    await patch({ secrets: { api_key: "second-key-2222" }, config: { region: "us" } });
    const restored = await restoreSync(world.system, { id, projectId, version: 3, restored: 1 });
    expect(restored).toMatchObject({
      version: 4,
      name: "Marketing",
      config: { region: "eu" },
      settings: { eventProperties: ["price"] },
    });
    const stored = await world.db.sync.findUniqueOrThrow({ where: { id } });
    expect(storedSecrets(stored, world.system.cipher)).toEqual({ api_key: "second-key-2222" });
    const [latest] = await listSyncVersions(world.system, { id });
    expect(latest).toMatchObject({ version: 4, secretsChanged: [] });
  });

  test("is planned field by field without writing", async () => {
    await patch({ name: "Renamed" });
    const plan = await planRestore(world.system, { id, projectId, version: 2, restored: 1 });
    expect(plan.diff).toEqual({ name: { from: "Renamed", to: "Marketing" } });
    expect((await getSync(world.system, { id })).version).toBe(2);
  });

  test("of what the sync is already changes nothing, however the database orders its keys", async () => {
    const where = [{ property: "ep:price", op: "greater", values: ["10"] }];
    await patch({ settings: { eventRows: [{ event: "Bought", where }] } });
    const plan = await planRestore(world.system, { id, restored: 2 });
    expect(plan).toMatchObject({ action: "noop", diff: {} });
  });

  test("is refused when somebody saved meanwhile, planned or done", async () => {
    await patch({ name: "Renamed" });
    const stale = { id, projectId, version: 1, restored: 1 };
    await expect(planRestore(world.system, stale)).rejects.toMatchObject({
      code: "version_mismatch",
    });
    await expect(restoreSync(world.system, stale)).rejects.toMatchObject({
      code: "version_mismatch",
      current: { name: "Renamed", version: 2 },
    });
  });

  test("of a version or in a project that does not exist is not found", async () => {
    await expect(restoreSync(world.system, { id, restored: 9 })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(
      restoreSync(world.system, { id, projectId: projectId + 1, restored: 1 }),
    ).rejects.toMatchObject({ code: "not_found" });
  });

  test("that was enabled says what is missing when the key was removed since", async () => {
    await patch({ enabled: true });
    await patch({ enabled: false });
    await patch({ secrets: { api_key: "" } });
    await expect(restoreSync(world.system, { id, restored: 2 })).rejects.toMatchObject({
      code: "invalid_input",
      fieldErrors: [{ field: "secrets.api_key" }],
    });
  });

  test("needs the right to write", async () => {
    const reader = world.as(tokenActor("destinations:read"));
    await expect(planRestore(reader, { id, restored: 1 })).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});

describe("what waits", () => {
  const backlog = () => syncBacklog(world.system, { id, projectId });
  const send = (...names: string[]) =>
    ingest(
      world.url,
      projectId,
      names.map((event_type) => ({ event_type, user_id: "u" })),
    );

  test("nothing was missed by a sync that was never enabled", async () => {
    await send("a");
    expect(await backlog()).toEqual({ parked: 0, missed: null });
  });

  test("a sync that was enabled before has missed what arrived since it stopped", async () => {
    await send("before");
    await patch({ enabled: true });
    expect((await backlog()).missed).toBeNull();
    await patch({ enabled: false });
    expect((await backlog()).missed).toBe(0);
    await send("a", "b", "c");
    expect((await backlog()).missed).toBe(3);
  });
});
