import type { Context } from "@/lib/verbs/context";

/** The signed-in person's context, or null: for actions and for pages that look different signed out. */
export async function currentSession(): Promise<Context | null> {
  throw new Error("not written yet");
}

/** For pages: redirects to /setup while there is no user, else to /sign-in, when nobody is signed in. */
export async function requireSession(): Promise<Context> {
  throw new Error("not written yet");
}
