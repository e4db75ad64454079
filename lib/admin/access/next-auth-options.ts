import { headers } from "next/headers";
import type { NextAuthOptions } from "next-auth";
import type { JWT } from "next-auth/jwt";
import CredentialsProvider from "next-auth/providers/credentials";
import { contextFor } from "@/lib/admin/verb/context-for";
import { AppError } from "@/lib/kernel/errors";
import { env } from "@/lib/platform/env";
import { logger } from "@/lib/platform/logger";
import { peerOf } from "@/lib/platform/peer";
import { markDevice, readDevice } from "./device-cookie";
import { noteSignIn } from "./note-sign-in";
import { beginSession, forgetSession, SESSION_DAYS } from "./session-row";
import { withMemberships } from "./to-access";
import { toUser } from "./user";
import { verifyCredentials } from "./verify-credentials";

declare module "next-auth" {
  interface User {
    stamp?: string;
    session?: string;
  }
}

declare module "next-auth/jwt" {
  interface JWT {
    userId?: number;
    stamp?: string;
    /** What session-row.ts knows the session by. */
    session?: string;
  }
}

/** Sign-in by e-mail and password, the session in a signed and encrypted cookie. */
export function nextAuthOptions(): NextAuthOptions {
  const { authSecret, publicUrl } = env();
  return {
    secret: authSecret.reveal(),
    session: { strategy: "jwt", maxAge: SESSION_DAYS * 86_400 },
    useSecureCookies: publicUrl.startsWith("https://"),
    pages: { signIn: "/sign-in", error: "/sign-in" },
    providers: [
      CredentialsProvider({
        name: "password",
        credentials: { email: { type: "email" }, password: { type: "password" } },
        authorize: (credentials) => authorize(credentials),
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) =>
        user === undefined
          ? token
          : {
              ...token,
              userId: Number(user.id),
              stamp: user.stamp ?? "",
              session: user.session ?? "",
            },
      redirect: ({ url }) => withinThisSite(url, publicUrl),
    },
    events: { signOut: ({ token }) => signedOut(token) },
    logger: {
      error: (code, metadata) => logger.error({ code, metadata }, "sign-in failed unexpectedly"),
      warn: (code) => logger.debug({ code }, "next-auth"),
      debug: () => undefined,
    },
  };
}

/** Null is "wrong e-mail or password"; a thrown message reaches the form as `error`. */
async function authorize(credentials: Record<"email" | "password", string> | undefined) {
  const { email = "", password = "" } = credentials ?? {};
  try {
    const { address } = peerOf(await headers());
    const device = await readDevice(email);
    const given = { email, password };
    const user = await verifyCredentials(contextFor({ kind: "system" }), given, {
      address,
      device,
    });
    if (device === null) await markDevice(user.email);
    const agent = (await headers()).get("user-agent") ?? "";
    const session = await beginSession(contextFor({ kind: "system" }), user.id, { address, agent });
    return { id: String(user.id), name: user.name, email: user.email, stamp: user.stamp, session };
  } catch (error) {
    if (error instanceof AppError && error.code === "unauthenticated") return null;
    throw error;
  }
}

async function signedOut({ userId, session = "" }: JWT): Promise<void> {
  const ctx = contextFor({ kind: "system" });
  await forgetSession(ctx, session);
  const user = await ctx.db.user.findUnique({
    where: { id: userId ?? 0 },
    include: withMemberships,
  });
  const { address } = peerOf(await headers());
  if (user !== null) await noteSignIn(ctx, "session.ended", toUser(user), address);
}

function withinThisSite(url: string, publicUrl: string): string {
  const target = URL.canParse(url, publicUrl) ? new URL(url, publicUrl) : new URL(publicUrl);
  return target.origin === new URL(publicUrl).origin ? target.href : publicUrl;
}
