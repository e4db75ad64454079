import pg from "pg";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { bootstrap } from "@/lib/admin/access/bootstrap";
import { authenticateKeys } from "@/lib/admin/projects/authenticate-keys";
import { createIngestionKey } from "@/lib/admin/projects/create-ingestion-key";
import { createProject } from "@/lib/admin/projects/create-project";
import { getProject } from "@/lib/admin/projects/get-project";
import { listIngestionKeys } from "@/lib/admin/projects/list-ingestion-keys";
import { revealSecretKey } from "@/lib/admin/projects/reveal-secret-key";
import { revokeIngestionKey } from "@/lib/admin/projects/revoke-ingestion-key";
import { findProject } from "@/lib/engine/store/find-project";
import type { ProjectId } from "@/lib/kernel/brand";
import { createWorld, type World } from "./world";

let world: World;
let pool: pg.Pool;
let projectId: ProjectId;
let first: string;
beforeAll(async () => {
  world = await createWorld();
  pool = new pg.Pool({ connectionString: world.url, max: 2 });
});
beforeEach(async () => {
  ({ id: projectId, apiKey: first } = await createProject(world.system, { name: "Shop" }));
});
afterAll(async () => {
  await pool.end();
  await world.close();
});

const create = (label: string) => createIngestionKey(world.system, { projectId, label });
const keys = () => listIngestionKeys(world.system, { projectId });

test("a project has the key it was made with, and takes uploads with each further one", async () => {
  expect(await keys()).toMatchObject([{ key: first, label: "First key", lastUsedAt: null }]);
  const app = await create("iOS app");
  expect(await findProject(pool, app.key)).toBe(projectId);
  expect(await findProject(pool, first)).toBe(projectId);
  expect(await findProject(pool, "nobody's")).toBeNull();
  const used = await keys();
  expect(used.map(({ lastUsedAt }) => lastUsedAt === null)).toEqual([false, false]);
});

test("a revoked key is nobody's, and the newest takes the place of the first", async () => {
  const { id } = (await keys())[0] ?? { id: 0 };
  const older = await create("older");
  const newer = await create("newer");
  await revokeIngestionKey(world.system, { projectId, id });
  expect(await findProject(pool, first)).toBeNull();
  expect((await getProject(world.system, { projectId })).apiKey).toBe(newer.key);
  expect((await keys()).map(({ key }) => key)).toEqual([older.key, newer.key]);
  const again = revokeIngestionKey(world.system, { projectId, id });
  await expect(again).rejects.toMatchObject({ code: "not_found" });
});

test("the last key stays, also when two are revoked at once", async () => {
  const second = await create("second");
  const [one] = await keys();
  const tries = await Promise.allSettled(
    [one?.id ?? 0, second.id].map((id) => revokeIngestionKey(world.system, { projectId, id })),
  );
  expect(tries.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(await keys()).toHaveLength(1);
});

test("a key of another project is not found", async () => {
  await create("second");
  const other = await createProject(world.system, { name: "Other" });
  const [theirs] = await listIngestionKeys(world.system, { projectId: other.id });
  await createIngestionKey(world.system, { projectId: other.id, label: "theirs" });
  const attempt = revokeIngestionKey(world.system, { projectId, id: theirs?.id ?? 0 });
  await expect(attempt).rejects.toMatchObject({ code: "not_found" });
});

test("metrics are read with each key that is taken, and no other", async () => {
  const { key } = await create("second");
  const { secretKey } = await revealSecretKey(world.system, { projectId });
  const basic = (apiKey: string) =>
    authenticateKeys(
      world.system,
      `Basic ${Buffer.from(`${apiKey}:${secretKey}`).toString("base64")}`,
    );
  expect(await basic(key)).toEqual({ projectId });
  expect(await basic(first)).toEqual({ projectId });
  const [{ id } = { id: 0 }] = await keys();
  await revokeIngestionKey(world.system, { projectId, id });
  await expect(basic(first)).rejects.toMatchObject({ code: "unauthenticated" });
});

test("the key of BOOTSTRAP_PROJECT that was revoked makes no project anew", async () => {
  const bootstrapProject = { name: "Shop", apiKey: first };
  await create("second");
  const [{ id } = { id: 0 }] = await keys();
  await revokeIngestionKey(world.system, { projectId, id });
  const before = await world.db.project.count();
  await bootstrap(world.system, {
    admin: undefined,
    bootstrapApiToken: undefined,
    bootstrapProject,
  });
  expect(await world.db.project.count()).toBe(before);
});
