import type { Actor, Context } from "@/lib/admin/verb/context";
import { AppError } from "@/lib/kernel/errors";
import { hashToken, toScopes } from "./api-token";
import { EVERYTHING, toAccess, within, withMemberships } from "./to-access";

/** Last use is noted once a minute at most: a busy token must not write with each request. */
const NOTE_EVERY_MS = 60_000;

/** The actor of an `Authorization: Bearer …` header; AppError `unauthenticated` without a known token. */
export async function authenticateToken(
  ctx: Pick<Context, "db" | "clock">,
  authorization: string | null,
): Promise<Actor> {
  const value = /^Bearer +(\S{1,500})$/i.exec(authorization ?? "")?.[1];
  if (value === undefined) {
    throw new AppError("unauthenticated", "Send an API token: Authorization: Bearer trib_…");
  }
  const token = await ctx.db.apiToken.findUnique({
    where: { hash: hashToken(value) },
    include: { createdBy: { include: withMemberships } },
  });
  if (token === null) {
    throw new AppError("unauthenticated", "This API token does not exist or was revoked");
  }
  const now = ctx.clock.now();
  if (token.expiresAt !== null && token.expiresAt.getTime() <= now) {
    const message = `This API token expired on ${token.expiresAt.toISOString().slice(0, 10)}: create another`;
    throw new AppError("unauthenticated", message);
  }
  if (token.lastUsedAt === null || now - token.lastUsedAt.getTime() > NOTE_EVERY_MS) {
    await ctx.db.apiToken.updateMany({
      where: { id: token.id },
      data: { lastUsedAt: new Date(now) },
    });
  }
  return {
    kind: "token",
    id: token.id,
    name: token.name,
    scopes: toScopes(token.scopes),
    ...within(token.createdBy === null ? EVERYTHING : toAccess(token.createdBy), token.projectId),
  };
}
