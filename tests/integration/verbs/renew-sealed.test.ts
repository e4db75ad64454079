import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { renewSealed, SEALED } from "@/lib/admin/operations/renew-sealed";
import { createProject } from "@/lib/admin/projects/create-project";
import { revealSecretKey } from "@/lib/admin/projects/reveal-secret-key";
import { createSync } from "@/lib/admin/syncs/create-sync";
import { Cipher } from "@/lib/platform/crypto/cipher";
import { createWorld, type World } from "./world";

const OLD = Buffer.alloc(32, 1);
const NEW = Buffer.alloc(32, 2);

let world: World;
let pool: pg.Pool;
beforeAll(async () => {
  world = await createWorld();
  pool = new pg.Pool({ connectionString: world.url, max: 1 });
});
afterAll(async () => {
  await pool.end();
  await world.close();
});

const withKeys = (...keys: [Buffer, ...Buffer[]]) => ({
  ...world.system,
  cipher: new Cipher(...keys),
});

test("everything sealed is written anew with the first key, once; the old one is not needed then", async () => {
  const before = withKeys(OLD);
  const { id: projectId } = await createProject(before, { name: "Shop" });
  const secrets = { api_key: "a-credential" };
  const sync = await createSync(before, { projectId, partner: "customerio", name: "S", secrets });
  const { secretKey } = await revealSecretKey(before, { projectId });

  const both = withKeys(NEW, OLD);
  expect(await renewSealed(pool, both.cipher)).toBe(2);
  expect(await renewSealed(pool, both.cipher)).toBe(0);

  const after = withKeys(NEW);
  expect(await revealSecretKey(after, { projectId })).toEqual({ secretKey });
  const stored = await world.db.sync.findUniqueOrThrow({ where: { id: sync.id } });
  expect(after.cipher.decrypt(stored.secrets, `sync:${sync.id}`)).toContain("a-credential");
});

test("what is saved while it runs stays as it was saved, and is written anew as well", async () => {
  const { id: projectId } = await createProject(withKeys(OLD), { name: "Busy" });
  const row = `project:${projectId}`;
  const saved = new Cipher(OLD).encrypt("saved meanwhile", row);
  let saves = 1;
  const meanwhile: Pick<pg.Pool, "query"> = Object.create(pool, {
    query: {
      value: async (text: string, values: unknown[]) => {
        if (text.startsWith("UPDATE projects") && saves-- > 0)
          await pool.query("UPDATE projects SET secret_key = $1 WHERE id = $2", [saved, projectId]);
        return pool.query(text, values);
      },
    },
  });
  await renewSealed(meanwhile, new Cipher(NEW, OLD));
  const stored = await world.db.project.findUniqueOrThrow({ where: { id: projectId } });
  expect(new Cipher(NEW).decrypt(stored.secretKey, row)).toBe("saved meanwhile");
});

/** Bytes that nobody can open, or that are no secret. */
const NOT_SEALED = [
  "api_tokens.hash",
  "audit_seals.seal",
  "backfill_parts.content",
  "idempotency_keys.request",
  "revoked_tokens.hash",
  "sessions.hash",
  "sources.secret_hash",
];

test("every column of bytes is sealed and renewed, or known to be none", async () => {
  const { rows } = await pool.query<{ name: string }>(
    `SELECT c.relname || '.' || a.attname AS name FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
       AND a.atttypid = 'bytea'::regtype AND NOT a.attisdropped`,
  );
  const sealed = SEALED.map(({ table, column }) => `${table}.${column}`);
  const unknown = rows.map(({ name }) => name).filter((name) => !NOT_SEALED.includes(name));
  expect(unknown.sort()).toEqual([...sealed].sort());
});
