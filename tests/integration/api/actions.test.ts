import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import type { TestDatabase } from "@/tests/support/database";
import { startApi, system } from "./api";

// What Next gives to an action, at its border: the headers and cookies of the request.
const request = vi.hoisted(() => ({ cookies: new Map<string, string>() }));
vi.mock("next/headers", () => ({
  headers: async () => new Headers(),
  cookies: async () => ({
    getAll: () => [...request.cookies].map(([name, value]) => ({ name, value })),
    set: () => undefined,
  }),
}));

let database: TestDatabase;
beforeAll(async () => {
  database = await startApi();
});
beforeEach(() => request.cookies.clear());
afterAll(() => database.close());

const schema = z.object({ name: z.string().min(1, "Enter a name") });

async function makeAction<T>(handler: (name: string) => Promise<T>) {
  const { action } = await import("@/lib/web/action");
  return action(schema, (_ctx, { name }) => handler(name));
}

/** As before the first run. */
async function startAnew(): Promise<void> {
  const { db } = await system();
  await db.user.deleteMany();
  await db.installation.deleteMany();
}

/** The cookie of somebody who signed in with this password. */
async function signIn(email: string, password: string): Promise<{ id: number }> {
  const { createFirstAdmin } = await import("@/lib/admin/access/create-first-admin");
  const { verifyCredentials } = await import("@/lib/admin/access/verify-credentials");
  const { nextAuthOptions } = await import("@/lib/admin/access/next-auth-options");
  const { beginSession } = await import("@/lib/admin/access/session-row");
  const { encode } = await import("next-auth/jwt");
  const ctx = await system();
  await startAnew();
  await createFirstAdmin(ctx, { name: "Ada", email, password });
  const user = await verifyCredentials(ctx, { email, password }, { address: null, device: null });
  const session = await beginSession(ctx, user.id, { address: null, agent: "Test" });
  const token = { session, userId: user.id, stamp: user.stamp, sub: String(user.id) };
  const { secret } = nextAuthOptions();
  request.cookies.set("next-auth.session-token", await encode({ token, secret: secret ?? "" }));
  return user;
}

describe("a server action", () => {
  test("called directly without a session changes nothing and says so", async () => {
    const handler = vi.fn(async () => "done");
    const act = await makeAction(handler);
    expect(await act({ name: "x" })).toMatchObject({ ok: false, code: "unauthenticated" });
    expect(handler).not.toHaveBeenCalled();
  });

  test("with a forged session is unauthenticated", async () => {
    const { encode } = await import("next-auth/jwt");
    const forged = await encode({ token: { userId: 1, stamp: "x" }, secret: "another secret" });
    request.cookies.set("next-auth.session-token", forged);
    const act = await makeAction(async () => "done");
    expect(await act({ name: "x" })).toMatchObject({ ok: false, code: "unauthenticated" });
  });

  test("with a session runs; bad input names its fields", async () => {
    await signIn("ada@example.com", "correct horse");
    const act = await makeAction(async (name) => `hello ${name}`);
    expect(await act({ name: "x" })).toEqual({ ok: true, value: "hello x" });
    expect(await act({ name: "" })).toMatchObject({
      ok: false,
      code: "invalid_input",
      fieldErrors: [{ field: "name", message: "Enter a name" }],
    });
  });

  test("of a member who was removed, or whose password changed, is refused at once", async () => {
    const { id } = await signIn("ada@example.com", "correct horse");
    const act = await makeAction(async () => "done");
    const { db } = await system();
    await db.user.update({ where: { id }, data: { passwordHash: "another" } });
    expect(await act({ name: "x" })).toMatchObject({ code: "unauthenticated" });
    await signIn("ada@example.com", "correct horse");
    expect(await act({ name: "x" })).toMatchObject({ ok: true });
    await db.user.deleteMany();
    expect(await act({ name: "x" })).toMatchObject({ code: "unauthenticated" });
  });

  test("with a copied cookie is refused once its owner has signed out, or ended it elsewhere", async () => {
    const { nextAuthOptions } = await import("@/lib/admin/access/next-auth-options");
    const { endSession } = await import("@/lib/admin/access/end-session");
    const { listSessions } = await import("@/lib/admin/access/list-sessions");
    const { currentSession } = await import("@/lib/admin/access/require-session");
    const { decode } = await import("next-auth/jwt");
    const act = await makeAction(async () => "done");
    await signIn("ada@example.com", "correct horse");
    const { secret = "", events } = nextAuthOptions();
    const cookie = request.cookies.get("next-auth.session-token");
    const token = await decode({ token: cookie ?? "", secret });
    expect(await act({ name: "x" })).toMatchObject({ ok: true });
    await events?.signOut?.({ token: token ?? {}, session: { expires: "" } });
    expect(await act({ name: "x" })).toMatchObject({ code: "unauthenticated" });

    await signIn("ada@example.com", "correct horse");
    const ctx = await currentSession();
    if (ctx === null) throw new Error("nobody is signed in");
    const [own] = await listSessions(ctx);
    expect(own).toMatchObject({ agent: "Test", isThis: true });
    await endSession(ctx, { id: own?.id ?? 0 });
    expect(await act({ name: "x" })).toMatchObject({ code: "unauthenticated" });
  });

  test("of a session that nobody used for twelve hours, or that is thirty days old, is refused", async () => {
    const { db } = await system();
    const act = await makeAction(async () => "done");
    const hours = (count: number) => new Date(Date.now() - count * 3_600_000);
    for (const aged of [{ seenAt: hours(12) }, { beganAt: hours(30 * 24) }]) {
      await signIn("ada@example.com", "correct horse");
      expect(await act({ name: "x" })).toMatchObject({ ok: true });
      await db.session.updateMany({ data: aged });
      expect(await act({ name: "x" })).toMatchObject({ code: "unauthenticated" });
    }
  });

  test("lets a redirect through, and tells nothing of an unexpected error", async () => {
    await signIn("ada@example.com", "correct horse");
    const { redirect } = await import("next/navigation");
    const leaving = await makeAction(async () => redirect("/elsewhere"));
    await expect(leaving({ name: "x" })).rejects.toThrow("NEXT_REDIRECT");
    const failing = await makeAction(async () => {
      throw new Error("password=hunter2");
    });
    const result = await failing({ name: "x" });
    expect(result).toMatchObject({ ok: false, code: "internal" });
    expect(JSON.stringify(result)).not.toContain("hunter2");
  });
});

describe("a page", () => {
  test("without a session leads to sign-in, or to the setup while there is nobody", async () => {
    const { requireSession } = await import("@/lib/admin/access/require-session");
    const { createFirstAdmin } = await import("@/lib/admin/access/create-first-admin");
    const ctx = await system();
    await startAnew();
    const target = () => requireSession().catch((error: { digest?: string }) => error.digest);
    expect(await target()).toContain("/setup");
    await createFirstAdmin(ctx, { name: "A", email: "a@example.com", password: "correct horse" });
    expect(await target()).toContain("/sign-in");
  });
});
