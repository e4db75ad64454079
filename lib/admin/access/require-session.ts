import { headers } from "next/headers";
import { redirect } from "next/navigation";
import type { Context } from "@/lib/admin/verb/context";
import { contextFor } from "@/lib/admin/verb/context-for";
import { isFirstRun } from "./is-first-run";
import { PAGE_PATH_HEADER, signInHref } from "./page-path";
import { passwordStamp } from "./password";
import { readSessionCookie } from "./session-cookie";
import { findSession } from "./session-row";
import { toAccess, withMemberships } from "./to-access";

/**
 * The signed-in person's context, or null: for actions and for pages that look different signed out.
 * The user is looked up each time: what they may do is what they may do now, and a removed
 * member or a changed password ends the session at once.
 */
export async function currentSession(): Promise<Context | null> {
  const cookie = await readSessionCookie();
  if (cookie?.userId === undefined || cookie.session === undefined) return null;
  const system = contextFor({ kind: "system" });
  const session = await findSession(system, cookie.session);
  if (session?.userId !== cookie.userId) return null;
  const user = await system.db.user.findUnique({
    where: { id: session.userId },
    include: withMemberships,
  });
  if (user === null || passwordStamp(user.passwordHash) !== cookie.stamp) return null;
  const { id, name, email } = user;
  return {
    ...system,
    actor: { kind: "user", id, name, email, sessionId: session.id, ...toAccess(user) },
  };
}

/** For pages: redirects to /setup while there is no user, else to sign in and back, when nobody is signed in. */
export async function requireSession(): Promise<Context> {
  const ctx = await currentSession();
  if (ctx !== null) return ctx;
  if (await isFirstRun(contextFor({ kind: "system" }))) return redirect("/setup");
  return redirect(signInHref((await headers()).get(PAGE_PATH_HEADER)));
}
