import { cookies } from "next/headers";
import type { NextRequest } from "next/server";
import { getToken, type JWT } from "next-auth/jwt";
import { nextAuthOptions } from "./next-auth-options";

/** What the session cookie of this request holds, or null when there is none, it is forged, or it has ended. */
export async function readSessionCookie(): Promise<JWT | null> {
  const { secret = "", useSecureCookies = false } = nextAuthOptions();
  const jar = (await cookies()).getAll().map(({ name, value }) => [name, value] as const);
  return getToken({
    req: asRequest(Object.fromEntries(jar)),
    secret,
    secureCookie: useSecureCookies,
  });
}

/** getToken reads nothing of a request but its cookies and, for a bearer token that we do not take, its headers. */
const asRequest = (jar: Readonly<Record<string, string>>) =>
  ({ cookies: jar, headers: new Headers() }) as unknown as NextRequest;
