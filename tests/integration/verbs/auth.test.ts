import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addMember } from "@/lib/admin/access/add-member";
import { authenticateToken } from "@/lib/admin/access/authenticate-token";
import { bootstrap } from "@/lib/admin/access/bootstrap";
import { changePassword } from "@/lib/admin/access/change-password";
import { changeRole } from "@/lib/admin/access/change-role";
import { completeSetup } from "@/lib/admin/access/complete-setup";
import { createApiToken } from "@/lib/admin/access/create-api-token";
import { createFirstAdmin } from "@/lib/admin/access/create-first-admin";
import { isFirstRun } from "@/lib/admin/access/is-first-run";
import { listApiTokens } from "@/lib/admin/access/list-api-tokens";
import { removeMember } from "@/lib/admin/access/remove-member";
import { revokeApiToken } from "@/lib/admin/access/revoke-api-token";
import { setupCode } from "@/lib/admin/access/setup-code";
import { Throttle } from "@/lib/admin/access/throttle";
import { EVERYTHING } from "@/lib/admin/access/to-access";
import { verifyCredentials } from "@/lib/admin/access/verify-credentials";
import { createProject } from "@/lib/admin/projects/create-project";
import { listProjects } from "@/lib/admin/projects/list-projects";
import { revealSecretKey } from "@/lib/admin/projects/reveal-secret-key";
import { createSync } from "@/lib/admin/syncs/create-sync";
import type { Context } from "@/lib/admin/verb/context";
import { Secret } from "@/lib/kernel/secret";
import { createWorld, tokenActor, type World } from "./world";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const admin = { name: "Ada", email: "Ada@Example.com ", password: "correct horse" };
const from = { address: "10.0.0.1", device: null };
const viewer = (projectId: number) =>
  ({ projectId, role: "viewer", seesPersonalData: false }) as const;

describe("the first admin", () => {
  test("of several who try at once exactly one is created", async () => {
    expect(await isFirstRun(world.system)).toBe(true);
    const tries = await Promise.allSettled(
      [1, 2, 3].map((n) =>
        createFirstAdmin(world.system, { ...admin, email: n === 1 ? admin.email : `x${n}@e.com` }),
      ),
    );
    expect(tries.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected", "rejected"]);
    expect(await world.db.user.count()).toBe(1);
    expect(await isFirstRun(world.system)).toBe(false);
    await world.db.user.updateMany({ data: { email: "ada@example.com" } });
  });

  test("needs the code that npm start printed, and learns nothing without it", async () => {
    const secret = new Secret("an auth secret of the installation");
    const setUp = (code: string) => completeSetup(world.system, { ...admin, code }, secret);
    const wrong = { code: "invalid_input", fieldErrors: [{ field: "code" }] };
    for (const code of ["", "0000-0000-0000", setupCode("another secret")]) {
      await expect(setUp(code)).rejects.toMatchObject(wrong);
    }
    const typed = setupCode(secret.reveal()).toLowerCase().replaceAll("-", " ");
    await expect(setUp(typed)).rejects.toMatchObject({ code: "conflict" });
  });

  test("the first run stays closed when everybody is gone", async () => {
    const people = await world.db.user.findMany();
    await world.db.user.deleteMany();
    expect(await isFirstRun(world.system)).toBe(false);
    await expect(createFirstAdmin(world.system, admin)).rejects.toMatchObject({ code: "conflict" });
    await world.db.user.createMany({ data: people });
  });

  test("is refused once somebody can sign in", async () => {
    await expect(
      createFirstAdmin(world.system, { ...admin, email: "eve@example.com" }),
    ).rejects.toMatchObject({ code: "conflict" });
  });
});

describe("signing in", () => {
  const attempt = (throttle: Throttle, email: string, password: string) =>
    verifyCredentials(world.system, { email, password }, from, throttle);

  test("gives the user for the right password, whatever the case of the e-mail", async () => {
    const user = await attempt(new Throttle(world.clock), "ADA@example.com", admin.password);
    expect(user).toMatchObject({ email: "ada@example.com", name: "Ada" });
    expect(user).not.toHaveProperty("passwordHash");
  });

  test("says the same of an unknown e-mail and of a wrong password", async () => {
    const throttle = new Throttle(world.clock);
    const wrong = await attempt(throttle, "ada@example.com", "wrong").catch((error) => error);
    const unknown = await attempt(throttle, "bob@example.com", "wrong").catch((error) => error);
    expect(wrong).toMatchObject({ code: "unauthenticated" });
    expect(unknown.message).toBe(wrong.message);
  });

  test("the right password is refused too after ten failures, and taken again 15 minutes later", async () => {
    const throttle = new Throttle(world.clock);
    const tries = Array.from({ length: 10 }, () => attempt(throttle, "ada@example.com", "wrong"));
    await Promise.allSettled(tries);
    await expect(attempt(throttle, "ada@example.com", admin.password)).rejects.toMatchObject({
      code: "rate_limited",
    });
    world.clock.advance(15 * 60_000);
    await expect(attempt(throttle, "ada@example.com", admin.password)).resolves.toBeDefined();
  });

  test("rotating the address does not lift the account's own bound, which binds no known browser", async () => {
    const throttle = new Throttle(world.clock);
    const right = { email: "ada@example.com", password: admin.password };
    for (let n = 0; n < 100; n++) throttle.failed("ada@example.com");
    for (const address of ["10.9.9.9", null]) {
      const elsewhere = verifyCredentials(world.system, right, { address, device: null }, throttle);
      await expect(elsewhere).rejects.toMatchObject({ code: "rate_limited" });
    }
    const known = { address: from.address, device: "a-browser" };
    await expect(verifyCredentials(world.system, right, known, throttle)).resolves.toBeDefined();
  });

  test("a known browser has ten guesses of its own, and one password for everybody has fifty", async () => {
    const throttle = new Throttle(world.clock);
    const known = { address: null, device: "a-browser" };
    const guess = { email: "ada@example.com", password: "wrong" };
    const attempts = (n: number, tryOne: (k: number) => Promise<unknown>) =>
      Promise.allSettled(Array.from({ length: n }, (_, k) => tryOne(k)));
    await attempts(10, () => verifyCredentials(world.system, guess, known, throttle));
    await expect(verifyCredentials(world.system, guess, known, throttle)).rejects.toMatchObject({
      code: "rate_limited",
    });
    for (let k = 0; k < 50; k++) throttle.failed(`address ${from.address}`);
    await expect(
      verifyCredentials(world.system, { ...guess, email: "nobody@e.com" }, from, throttle),
    ).rejects.toMatchObject({ code: "rate_limited" });
  });
});

describe("API tokens", () => {
  test("authenticate with their value, which is not stored, until they are revoked", async () => {
    const { token, value } = await createApiToken(world.system, {
      name: "CI",
      scopes: ["destinations:read"],
    });
    expect(value).toMatch(/^trib_[\w-]{43}$/);
    const actor = await authenticateToken(world.system, `Bearer ${value}`);
    expect(actor).toMatchObject({ kind: "token", scopes: ["destinations:read"] });
    expect(JSON.stringify(await listApiTokens(world.system))).not.toContain(value);
    await revokeApiToken(world.system, { id: token.id });
    await expect(authenticateToken(world.system, `Bearer ${value}`)).rejects.toMatchObject({
      code: "unauthenticated",
    });
  });

  test("a token cannot make tokens, projects or members, nor read a secret key", async () => {
    const ctx = world.as(tokenActor("full"));
    const forbidden = { code: "forbidden" };
    await expect(createApiToken(ctx, { name: "x", scopes: ["full"] })).rejects.toMatchObject(
      forbidden,
    );
    await expect(createProject(ctx, { name: "x" })).rejects.toMatchObject(forbidden);
    await expect(addMember(ctx, { ...admin, ...viewer(1) })).rejects.toMatchObject(forbidden);
    await expect(revealSecretKey(ctx, { projectId: 1 })).rejects.toMatchObject(forbidden);
  });

  test.each([null, "", "Bearer", "Bearer nonsense", "Basic dTpw", "bearer  "])(
    "the header %j is unauthenticated",
    async (header) => {
      await expect(authenticateToken(world.system, header)).rejects.toMatchObject({
        code: "unauthenticated",
      });
    },
  );
});

describe("members", () => {
  test("a taken e-mail names its field", async () => {
    const { id } = await createProject(world.system, { name: "Taken" });
    await expect(addMember(world.system, { ...admin, ...viewer(id) })).rejects.toMatchObject({
      code: "conflict",
      fieldErrors: [{ field: "email" }],
    });
  });

  test("change their password with the current one only; nobody removes themselves", async () => {
    const { id: projectId } = await createProject(world.system, { name: "Shop of Bob" });
    const bob = await addMember(world.system, {
      ...admin,
      email: "bob@e.com",
      ...viewer(projectId),
      role: "admin",
    });
    const ctx = world.as({ kind: "user", ...bob });
    await expect(
      changePassword(ctx, { current: "wrong", password: "new password" }),
    ).rejects.toMatchObject({ code: "invalid_input", fieldErrors: [{ field: "current" }] });
    await changePassword(ctx, { current: admin.password, password: "new password" });
    const throttle = new Throttle(world.clock);
    const signIn = (password: string) =>
      verifyCredentials(world.system, { email: "bob@e.com", password }, from, throttle);
    await expect(signIn(admin.password)).rejects.toMatchObject({ code: "unauthenticated" });
    await expect(signIn("new password")).resolves.toBeDefined();
    await expect(removeMember(ctx, { projectId, id: bob.id })).rejects.toMatchObject({
      code: "conflict",
    });
    await removeMember(world.system, { projectId, id: bob.id });
    await expect(signIn("new password")).rejects.toMatchObject({ code: "unauthenticated" });
  });
});

describe("owners", () => {
  /** Two owners, and nobody else. */
  async function twoOwners() {
    await world.db.user.deleteMany();
    const { id: projectId } = await createProject(world.system, { name: "Of two" });
    const people = [];
    for (const email of ["one@e.com", "two@e.com"]) {
      const { id } = await addMember(world.system, { ...admin, email, ...viewer(projectId) });
      await changeRole(world.system, { ...viewer(projectId), id, role: "owner" });
      people.push(world.as({ kind: "user", id, name: "", email, ...EVERYTHING }));
    }
    const [one, two] = people as [Context, Context];
    return { projectId, one, two };
  }
  const idOf = ({ actor }: Context) => (actor.kind === "user" ? actor.id : 0);
  const owners = () => world.db.user.count({ where: { isOwner: true } });
  const kinds = (tries: readonly PromiseSettledResult<unknown>[]) =>
    tries.map(({ status }) => status).sort();

  test("two who remove each other at once leave one", async () => {
    const { projectId, one, two } = await twoOwners();
    const tries = await Promise.allSettled([
      removeMember(one, { projectId, id: idOf(two) }),
      removeMember(two, { projectId, id: idOf(one) }),
    ]);
    expect([kinds(tries), await owners()]).toEqual([["fulfilled", "rejected"], 1]);
  });

  test("two who step down at once leave one", async () => {
    const { projectId, one, two } = await twoOwners();
    const stepDown = (ctx: Context) => changeRole(ctx, { ...viewer(projectId), id: idOf(ctx) });
    const tries = await Promise.allSettled([stepDown(one), stepDown(two)]);
    expect([kinds(tries), await owners()]).toEqual([["fulfilled", "rejected"], 1]);
  });

  test("an admin neither makes nor unmakes an owner", async () => {
    const { projectId, one } = await twoOwners();
    const grants = [{ projectId, role: "admin", seesPersonalData: false }] as const;
    const input = { ...viewer(projectId), role: "admin", email: "three@e.com" } as const;
    const { id } = await addMember(world.system, { ...admin, ...input });
    const ctx = world.as({ kind: "user", id, name: "", email: "", isOwner: false, grants });
    const forbidden = { code: "forbidden" };
    for (const attempt of [
      changeRole(ctx, { ...viewer(projectId), id, role: "owner" }),
      changeRole(ctx, { ...viewer(projectId), id: idOf(one) }),
      removeMember(ctx, { projectId, id: idOf(one) }),
    ]) {
      await expect(attempt).rejects.toMatchObject(forbidden);
    }
    expect(await owners()).toBe(2);
  });
});

describe("a token", () => {
  test("may what its maker may at that moment, and goes with the account", async () => {
    const { id: projectId } = await createProject(world.system, { name: "Of a token" });
    const input = { ...viewer(projectId), role: "admin" } as const;
    const { id } = await addMember(world.system, { ...admin, email: "maker@e.com", ...input });
    const grants = [{ projectId, role: "admin", seesPersonalData: false }] as const;
    const maker = world.as({ kind: "user", id, name: "", email: "", isOwner: false, grants });
    const { value } = await createApiToken(maker, { name: "CI", scopes: ["full"] });
    const actor = () => authenticateToken(world.system, `Bearer ${value}`);
    const rename = async () =>
      createSync(world.as(await actor()), { projectId, name: "By a token" });
    await expect(rename()).resolves.toBeDefined();
    await changeRole(world.system, { ...viewer(projectId), id });
    await expect(rename()).rejects.toMatchObject({ code: "forbidden" });
    await removeMember(world.system, { projectId, id });
    await expect(actor()).rejects.toMatchObject({ code: "unauthenticated" });
  });
});

describe("a token of one project, or for a time", () => {
  test("knows no other project, whoever made it", async () => {
    const { id: projectId } = await createProject(world.system, { name: "Its own" });
    const other = await createProject(world.system, { name: "Not its own" });
    const scopes = ["full"] as const;
    const { token, value } = await createApiToken(world.system, {
      ...{ name: "One", scopes: [...scopes], projectId },
    });
    expect(token.projectName).toBe("Its own");
    const ctx = world.as(await authenticateToken(world.system, `Bearer ${value}`));
    expect((await listProjects(ctx)).map(({ id }) => id)).toEqual([projectId]);
    const theirs = createSync(ctx, { projectId: other.id, name: "There" });
    await expect(theirs).rejects.toMatchObject({ code: "not_found" });
    await expect(createSync(ctx, { projectId, name: "Here" })).resolves.toBeDefined();
  });

  test("ends when it said, and is not made for what concerns every project", async () => {
    const { id: projectId } = await createProject(world.system, { name: "For a day" });
    const input = { name: "Day", scopes: ["destinations:read"], projectId, days: 1 } as const;
    const { value } = await createApiToken(world.system, { ...input, scopes: [...input.scopes] });
    const actor = () => authenticateToken(world.system, `Bearer ${value}`);
    world.clock.advance(86_400_000 - 1);
    await expect(actor()).resolves.toBeDefined();
    world.clock.advance(1);
    await expect(actor()).rejects.toMatchObject({
      code: "unauthenticated",
      message: expect.stringMatching(/expired on \d{4}-\d\d-\d\d/),
    });
    const running = createApiToken(world.system, { ...input, scopes: ["pipeline:run"] });
    await expect(running).rejects.toMatchObject({ fieldErrors: [{ field: "scopes" }] });
  });
});

describe("bootstrap", () => {
  const wanted = {
    admin: { email: "boot@example.com", password: new Secret("bootstrap pw") },
    bootstrapProject: { name: "Shop", apiKey: "0123456789abcdef0123456789abcdef" },
    bootstrapApiToken: new Secret("my-own-bootstrap-token"),
  };

  test("makes what is missing once, in several processes at once and again", async () => {
    await Promise.all([1, 2, 3].map(() => bootstrap(world.system, wanted)));
    await bootstrap(world.system, wanted);
    expect(await world.db.user.count({ where: { email: "boot@example.com" } })).toBe(0);
    const projects = await world.db.project.findMany({
      where: { name: "Shop" },
      include: { head: true },
    });
    expect(projects).toHaveLength(1);
    expect(projects[0]).toMatchObject({ name: "Shop", head: { lastOffset: 0n } });
    const token = await authenticateToken(world.system, "Bearer my-own-bootstrap-token");
    expect(token).toMatchObject({ scopes: ["full"] });
  });

  test("does not make a token again that was revoked", async () => {
    const [{ id } = { id: 0 }] = await listApiTokens(world.system);
    await revokeApiToken(world.system, { id });
    await bootstrap(world.system, wanted);
    await expect(
      authenticateToken(world.system, "Bearer my-own-bootstrap-token"),
    ).rejects.toMatchObject({ code: "unauthenticated" });
  });
});
