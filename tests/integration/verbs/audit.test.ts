import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { addMember } from "@/lib/admin/access/add-member";
import { changePassword } from "@/lib/admin/access/change-password";
import { createApiToken } from "@/lib/admin/access/create-api-token";
import { createFirstAdmin } from "@/lib/admin/access/create-first-admin";
import { removeMember } from "@/lib/admin/access/remove-member";
import { revokeApiToken } from "@/lib/admin/access/revoke-api-token";
import { verifyCredentials } from "@/lib/admin/access/verify-credentials";
import { listAuditActors } from "@/lib/admin/audit/list-audit-actors";
import { listAuditLog } from "@/lib/admin/audit/list-audit-log";
import { verifyAudit } from "@/lib/admin/audit/verify-audit";
import { redeliver } from "@/lib/admin/events/redeliver";
import { getPerson } from "@/lib/admin/people/get-person";
import { createProject } from "@/lib/admin/projects/create-project";
import { renameProject } from "@/lib/admin/projects/rename-project";
import { revealSecretKey } from "@/lib/admin/projects/reveal-secret-key";
import { createSync } from "@/lib/admin/syncs/create-sync";
import { deleteSync } from "@/lib/admin/syncs/delete-sync";
import { duplicateSync } from "@/lib/admin/syncs/duplicate-sync";
import { updateSync } from "@/lib/admin/syncs/update-sync";
import type { Context } from "@/lib/admin/verb/context";
import type { ProjectId } from "@/lib/kernel/brand";
import { ingest } from "./events";
import { createWorld, ownerActor, tokenActor, type World } from "./world";

let world: World;
let ada: Context;
let projectId: number;
beforeAll(async () => {
  world = await createWorld();
  const person = await createFirstAdmin(world.system, {
    name: "Ada",
    email: "ada@example.com",
    password: "correct horse",
  });
  ada = world.as({ kind: "user", ...person });
});
beforeEach(async () => {
  await emptyLog();
  projectId = (await createProject(ada, { name: "Shop" })).id;
});
afterAll(() => world.close());

const CREDENTIALS = {
  config: { site_id: "site-1" },
  secrets: { api_key: "tracking-key-1234" },
};
const create = (ctx: Context, more: object = {}) =>
  createSync(ctx, { projectId, name: "Marketing", ...CREDENTIALS, ...more });
const log = async (more: object = {}) =>
  (await listAuditLog(ada, { projectId, limit: 200, ...more })).items;
const said = async (more: object = {}) =>
  (await log(more)).map(({ action, target }) => `${action} ${target}`);

describe("the audit log", () => {
  test("names who created, renamed and looked at the secret of a project, and when", async () => {
    await renameProject(ada, { projectId, name: "Records" });
    const { secretKey } = await revealSecretKey(ada, { projectId });
    const entries = await log();
    expect(entries).toMatchObject([
      { action: "project.secret_key_shown", target: "Records", projectId },
      { action: "project.renamed", target: "Records", details: { from: "Shop" } },
      { action: "project.created", target: "Shop", actor: "ada@example.com" },
    ]);
    expect(entries[0]?.at.getTime()).toBe(world.clock.now());
    expect(JSON.stringify(entries)).not.toContain(secretKey);
  });

  test("says nothing of a save that changed nothing, or was refused", async () => {
    await renameProject(ada, { projectId, name: "Shop" });
    const sync = await create(ada);
    await updateSync(ada, { id: sync.id, patch: { name: "Marketing" } });
    const patch = { name: "" };
    await expect(updateSync(ada, { id: sync.id, patch })).rejects.toThrow();
    await expect(updateSync(ada, { id: sync.id, version: 7, patch: {} })).rejects.toThrow();
    await expect(deleteSync(ada, { id: sync.id, version: 7 })).rejects.toThrow();
    expect(await said()).toEqual(["sync.created Marketing", "project.created Shop"]);
  });

  test("follows a sync from its creation to its end, by person or token, without its key", async () => {
    const sync = await create(ada);
    const script = world.as(tokenActor("full"));
    await updateSync(script, { id: sync.id, patch: { enabled: true } });
    const patch = { name: "News", secrets: { api_key: "tracking-key-9999" } };
    await updateSync(ada, { id: sync.id, patch });
    await duplicateSync(ada, { id: sync.id });
    await updateSync(ada, { id: sync.id, patch: { enabled: false, name: "Old news" } });
    await deleteSync(ada, { id: sync.id });
    const entries = await log();
    expect(entries.slice(0, -1)).toMatchObject([
      { action: "sync.deleted", target: "Old news", details: { syncId: sync.id } },
      { action: "sync.disabled", details: { version: 4, fields: ["name", "enabled"] } },
      { action: "sync.duplicated", target: "News (copy)", details: { from: "News" } },
      { action: "sync.updated", target: "News", details: { fields: ["name", "secrets.api_key"] } },
      { action: "sync.enabled", actor: "API token test", details: { fields: ["enabled"] } },
      { action: "sync.created", target: "Marketing" },
    ]);
    expect(JSON.stringify(entries)).not.toContain("tracking-key");
  });

  test("counts the events that were put in line again", async () => {
    const sync = await create(ada, { enabled: true });
    await ingest(world.url, projectId, [{ event_type: "Purchase", user_id: "user-1" }]);
    await redeliver(ada, { syncId: sync.id, filter: {} });
    await addDiscarded(sync.id);
    await redeliver(ada, { syncId: sync.id, filter: {} });
    const entries = await log({ action: "sync.redelivered" });
    expect(entries).toMatchObject([{ target: "Marketing", details: { events: 1 } }]);
  });

  test("knows what members and tokens came and went, in every project, without a password or a token", async () => {
    const password = "a first password";
    const bob = await addMember(ada, {
      name: "Bob",
      email: "bob@example.com",
      password,
      projectId,
      role: "viewer",
      seesPersonalData: false,
    });
    await changePassword(world.as({ kind: "user", ...bob }), {
      current: password,
      password: "a second password",
    });
    await removeMember(ada, { projectId, id: bob.id });
    const { token, value } = await createApiToken(ada, { name: "CI", scopes: ["full"] });
    await revokeApiToken(ada, { id: token.id });
    const other = await createProject(ada, { name: "Other" });
    const { items } = await listAuditLog(ada, { projectId: other.id });
    expect(items.map(({ action, target, actor }) => [action, target, actor])).toEqual([
      ["project.created", "Other", "ada@example.com"],
      ["token.revoked", "CI", "ada@example.com"],
      ["token.created", "CI", "ada@example.com"],
      ["member.removed", "bob@example.com", "ada@example.com"],
      ["password.changed", "bob@example.com", "bob@example.com"],
    ]);
    expect(await log({ action: "member.added" })).toMatchObject([
      { target: "bob@example.com", projectId, details: { role: "viewer" } },
    ]);
    for (const secret of [password, "a second password", value]) {
      expect(JSON.stringify(items)).not.toContain(secret);
    }
  });

  test("is filtered by person and by action, and paged without gap or repetition", async () => {
    for (const name of ["A", "B", "C", "D", "E"]) await renameProject(ada, { projectId, name });
    const script = world.as(ownerActor("eve@example.com"));
    await renameProject(script, { projectId, name: "F" });
    expect(await said({ actor: "eve@example.com" })).toEqual(["project.renamed F"]);
    expect(await said({ action: "project.created" })).toEqual(["project.created Shop"]);
    expect(await listAuditActors(ada, { projectId })).toEqual([
      "ada@example.com",
      "eve@example.com",
    ]);

    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listAuditLog(ada, { projectId, limit: 3, cursor });
      seen.push(...page.items.map(({ target }) => target));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toEqual(["F", "E", "D", "C", "B", "A", "Shop"]);
  });

  test("has who signed in, and who was refused, but no name that nobody has", async () => {
    const [email, password] = ["ada@example.com", "correct horse"];
    const from = { address: "192.0.2.7", device: null };
    await verifyCredentials(world.system, { email, password }, from);
    const refused = [
      { email, password: "a guess" },
      { email: "a password by mistake@example.com".replaceAll(" ", "-"), password },
    ];
    for (const given of refused) {
      await expect(verifyCredentials(world.system, given, from)).rejects.toMatchObject({
        code: "unauthenticated",
      });
    }
    expect((await log()).slice(0, -1)).toMatchObject([
      { action: "session.refused", actor: "system", target: email },
      { action: "session.began", actor: email, details: { address: "192.0.2.7" } },
    ]);
    expect((await log()).length).toBe(3);
  });

  test("has who looked at a person, once an hour, by the id of ours", async () => {
    await ingest(world.url, projectId, [{ event_type: "Seen", user_id: "secret-name" }]);
    const person = await world.db.person.findFirstOrThrow({ where: { projectId } });
    const look = () => getPerson(ada, { projectId, personId: Number(person.id) });
    await look();
    await look();
    expect(await said({ action: "person.looked_at" })).toEqual([
      `person.looked_at User ${person.id}`,
    ]);
    world.clock.advance(3_600_001);
    await look();
    expect(await said({ action: "person.looked_at" })).toHaveLength(2);
  });

  test("has a time range, and what concerns all projects for owners alone", async () => {
    const [before] = await log();
    world.clock.advance(60_000);
    await renameProject(ada, { projectId, name: "Later" });
    await createApiToken(ada, { name: "CI", scopes: ["full"] });
    const since = new Date(world.clock.now());
    expect(await said({ since })).toEqual(["token.created CI", "project.renamed Later"]);
    expect(await said({ until: since })).toEqual([`project.created ${before?.target}`]);
    const grants = [
      { projectId: projectId as ProjectId, role: "admin", seesPersonalData: false },
    ] as const;
    const email = "admin@example.com";
    const admin = world.as({ kind: "user", id: 2, name: "", email, isOwner: false, grants });
    const { items } = await listAuditLog(admin, { projectId });
    expect(items.map(({ action }) => action)).toEqual(["project.renamed", "project.created"]);
  });

  test("is only added to, and tells whoever changed it all the same", async () => {
    const fresh = await createWorld();
    try {
      const { id } = await createProject(fresh.system, { name: "Sealed" });
      const names = Array.from({ length: 8 }, (_, n) => `Name ${n}`);
      await Promise.all(names.map((name) => renameProject(fresh.system, { projectId: id, name })));
      const whole = await verifyAudit(fresh.db);
      expect(whole).toMatchObject({ fault: null });
      expect(whole.entries).toBeGreaterThan(1);
      const forbidden = /only added to/;
      await expect(fresh.db.$executeRaw`UPDATE audit_log SET actor = 'eve'`).rejects.toThrow(
        forbidden,
      );
      await expect(fresh.db.$executeRaw`DELETE FROM audit_log`).rejects.toThrow(forbidden);
      await expect(fresh.db.$executeRaw`TRUNCATE audit_seals`).rejects.toThrow(forbidden);

      for (const table of ["audit_log", "audit_seals"]) {
        await fresh.db.$executeRawUnsafe(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
      }
      await fresh.db.$executeRaw`UPDATE audit_log SET actor = 'eve' WHERE id = 2`;
      expect((await verifyAudit(fresh.db)).fault).toBe("Entry 2, or its seal, was changed");
      await fresh.db.$executeRaw`UPDATE audit_log SET actor = 'system' WHERE id = 2`;
      expect((await verifyAudit(fresh.db, whole.head)).fault).toBeNull();
      await fresh.db.$executeRaw`DELETE FROM audit_seals WHERE place = ${whole.entries}`;
      await fresh.db
        .$executeRaw`DELETE FROM audit_log WHERE id NOT IN (SELECT entry_id FROM audit_seals)`;
      expect((await verifyAudit(fresh.db)).fault).toBeNull();
      expect((await verifyAudit(fresh.db, whole.head)).fault).toContain("noted seal");
      await fresh.db.$executeRaw`DELETE FROM audit_log WHERE id = 1`;
      expect((await verifyAudit(fresh.db)).fault).toBe("Entry 1 was deleted");
    } finally {
      await fresh.close();
    }
  });

  test("is not for tokens, and an unknown action is refused", async () => {
    const script = world.as(tokenActor("full"));
    await expect(listAuditLog(script, { projectId })).rejects.toMatchObject({ code: "forbidden" });
    await expect(listAuditActors(script, { projectId })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(log({ action: "nonsense" })).rejects.toMatchObject({ code: "invalid_input" });
  });
});

/** As who owns the table could. */
async function emptyLog(): Promise<void> {
  await world.db.$executeRaw`ALTER TABLE audit_log DISABLE TRIGGER audit_log_unchanged`;
  await world.db.auditEntry.deleteMany();
  await world.db.$executeRaw`ALTER TABLE audit_log ENABLE TRIGGER audit_log_unchanged`;
}

/** As if the worker had discarded the project's first event. */
async function addDiscarded(syncId: number): Promise<void> {
  await world.db.$executeRaw`
    INSERT INTO deliveries (day, sync_id, sync_version, "offset", shard, person_id, event_uuid, kind, event_type,
      outcome, reason, attempts, event_time, received_at, settled_at)
    SELECT day, ${syncId}, 1, "offset", shard, person_id, uuid, kind, event_type, 'discarded', 'no_identifier', 1,
      event_time, received_at, received_at FROM events WHERE project_id = ${projectId} AND "offset" = 1`;
}
