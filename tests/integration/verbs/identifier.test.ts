import { afterAll, beforeAll, expect, test } from "vitest";
import { createSync } from "@/lib/admin/syncs/create-sync";
import { duplicateSync } from "@/lib/admin/syncs/duplicate-sync";
import { getSync } from "@/lib/admin/syncs/get-sync";
import { planSync } from "@/lib/admin/syncs/plan-sync";
import { restoreSync } from "@/lib/admin/syncs/restore-sync";
import { identifierCoverage } from "@/lib/admin/syncs/test/identifier-coverage";
import { updateSync } from "@/lib/admin/syncs/update-sync";
import type { ProjectId } from "@/lib/kernel/brand";
import { createPool } from "@/lib/platform/postgres/pool";
import { makeProject } from "@/tests/support/make-project";
import { ingest } from "./events";
import { createWorld, type World } from "./world";

let world: World;
let projectId: ProjectId;

beforeAll(async () => {
  world = await createWorld();
  const pool = createPool(world.url, 2, "test");
  projectId = await makeProject(pool);
  await pool.end();
  await ingest(
    world.url,
    projectId,
    Array.from({ length: 12 }, (_, n) => ({
      event_type: "A",
      device_id: `phone-${n}`,
      ...(n < 10 ? { user_id: `user-${n}` } : {}),
      user_properties: { plan: n % 2 === 0 ? "pro" : "free", ...(n < 8 ? { crm: `c-${n}` } : {}) },
    })),
  );
});

afterAll(() => world.close());

const make = (name: string) => createSync(world.system, { projectId, name });
const save = (id: number, identifier: string, confirmIdentifier?: string) =>
  updateSync(world.system, {
    id,
    patch: { settings: { identifier }, ...(confirmIdentifier && { confirmIdentifier }) },
  });

const REFUSED = {
  code: "invalid_input",
  fieldErrors: [{ field: "settings.identifier", code: "merges_people" }],
};

test("an identifier of which many people have few values is refused until it is confirmed by its name", async () => {
  const { id } = await make("Merging");
  await expect(save(id, "gp:plan")).rejects.toMatchObject(REFUSED);
  await expect(save(id, "gp:plan", "gp:other")).rejects.toThrow(
    'only 2 values of gp:plan: people with the same value become one in Customer.io. If that is meant, say so: confirm_identifier "gp:plan"',
  );
  await expect(
    planSync(world.system, { id, patch: { settings: { identifier: "gp:plan" } } }),
  ).rejects.toMatchObject(REFUSED);
  expect((await getSync(world.system, { id })).version).toBe(1);

  expect((await save(id, "gp:plan", "gp:plan")).settings.identifier).toBe("gp:plan");
  // What stays as it is needs no other word.
  await updateSync(world.system, { id, patch: { name: "Renamed" } });
  await save(id, "user_id");
  await expect(save(id, "gp:plan")).rejects.toMatchObject(REFUSED);
});

test("what was confirmed once can be restored and copied", async () => {
  const { id } = await make("History");
  await save(id, "gp:plan", "gp:plan");
  await save(id, "user_id");
  const restored = await restoreSync(world.system, { id, restored: 2 });
  expect(restored.settings.identifier).toBe("gp:plan");
  expect((await duplicateSync(world.system, { id })).settings.identifier).toBe("gp:plan");
});

test("a new destination is held to the same, and one that distinguishes people is saved", async () => {
  const settings = { identifier: "gp:plan" };
  await expect(
    createSync(world.system, { projectId, name: "New", settings }),
  ).rejects.toMatchObject(REFUSED);
  const made = await createSync(world.system, {
    projectId,
    name: "New",
    settings,
    confirmIdentifier: "gp:plan",
  });
  expect(made.settings.identifier).toBe("gp:plan");
  const { id } = await make("Good");
  expect((await save(id, "gp:crm")).settings.identifier).toBe("gp:crm");
});

test("a relay maps nobody, so nothing of it is refused", async () => {
  const { id } = await createSync(world.system, { projectId, name: "Relay", partner: "amplitude" });
  expect((await save(id, "gp:plan")).settings.identifier).toBe("gp:plan");
});

test("fallbacks are asked in their order, and counted", async () => {
  const { id } = await make("Fallbacks");
  const coverage = (identifier: string, fallbackIdentifiers: string[]) =>
    identifierCoverage(world.system, { id, identifier, fallbackIdentifiers });
  expect(await coverage("gp:crm", [])).toMatchObject({ total: 12, missing: 4, people: 8 });
  expect(await coverage("gp:crm", ["user_id"])).toMatchObject({
    missing: 2,
    people: 10,
    values: 10,
  });
  expect(await coverage("gp:crm", ["user_id", "device_id"])).toMatchObject({
    missing: 0,
    people: 12,
    values: 12,
  });
  // A fallback may be what merges.
  await expect(
    updateSync(world.system, {
      id,
      patch: { settings: { identifier: "gp:none", fallbackIdentifiers: ["gp:plan"] } },
    }),
  ).rejects.toMatchObject(REFUSED);
});
