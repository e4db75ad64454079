import type { Context } from "@/lib/admin/verb/context";
import { requirePerson } from "@/lib/admin/verb/guards";
import { living } from "./session-row";

/** A place where somebody is signed in. */
export interface SignedInAt {
  readonly id: number;
  readonly beganAt: Date;
  readonly seenAt: Date;
  /** As the browser calls itself. */
  readonly agent: string;
  readonly address: string | null;
  /** The one that asks. */
  readonly isThis: boolean;
}

/** Where the signed-in person is signed in, the one used last first. */
export async function listSessions(ctx: Context): Promise<readonly SignedInAt[]> {
  requirePerson(ctx, "own-account");
  if (ctx.actor.kind !== "user") return [];
  const { id: userId, sessionId } = ctx.actor;
  const rows = await ctx.db.session.findMany({
    where: { userId, ...living(ctx.clock.now()) },
    orderBy: { seenAt: "desc" },
  });
  return rows.map(({ id, beganAt, seenAt, agent, address }) => ({
    ...{ id, beganAt, seenAt, agent, address },
    isThis: id === sessionId,
  }));
}
