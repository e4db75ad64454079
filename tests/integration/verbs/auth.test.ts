import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addMember } from "@/lib/admin/access/add-member";
import { authenticateToken } from "@/lib/admin/access/authenticate-token";
import { bootstrap } from "@/lib/admin/access/bootstrap";
import { changePassword } from "@/lib/admin/access/change-password";
import { createApiToken } from "@/lib/admin/access/create-api-token";
import { createFirstAdmin } from "@/lib/admin/access/create-first-admin";
import { isFirstRun } from "@/lib/admin/access/is-first-run";
import { listApiTokens } from "@/lib/admin/access/list-api-tokens";
import { removeMember } from "@/lib/admin/access/remove-member";
import { revokeApiToken } from "@/lib/admin/access/revoke-api-token";
import { Throttle } from "@/lib/admin/access/throttle";
import { verifyCredentials } from "@/lib/admin/access/verify-credentials";
import { createProject } from "@/lib/admin/projects/create-project";
import { revealSecretKey } from "@/lib/admin/projects/reveal-secret-key";
import { Secret } from "@/lib/kernel/secret";
import { createWorld, tokenActor, type World } from "./world";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const admin = { name: "Ada", email: "Ada@Example.com ", password: "correct horse" };
const from = { address: "10.0.0.1", device: null };

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
    await expect(addMember(ctx, admin)).rejects.toMatchObject(forbidden);
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
    await expect(addMember(world.system, admin)).rejects.toMatchObject({
      code: "conflict",
      fieldErrors: [{ field: "email" }],
    });
  });

  test("change their password with the current one only; nobody removes themselves", async () => {
    const bob = await addMember(world.system, { ...admin, email: "bob@e.com" });
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
    await expect(removeMember(ctx, { id: bob.id })).rejects.toMatchObject({ code: "conflict" });
    await removeMember(world.system, { id: bob.id });
    await expect(signIn("new password")).rejects.toMatchObject({ code: "unauthenticated" });
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
    const projects = await world.db.project.findMany({ include: { head: true } });
    expect(projects).toHaveLength(1);
    expect(projects[0]).toMatchObject({ name: "Shop", head: { lastOffset: 0n } });
    const token = await authenticateToken(world.system, "Bearer my-own-bootstrap-token");
    expect(token).toMatchObject({ scopes: ["full"] });
  });
});
