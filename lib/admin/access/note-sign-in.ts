import { writeAudit } from "@/lib/admin/audit/write-audit";
import type { Context } from "@/lib/admin/verb/context";
import type { User } from "./user";

type Ended = "session.began" | "session.refused" | "session.ended";

/**
 * Puts on record that somebody signed in or out, or was refused. Who typed an email that no account has is not put on
 * record: it may be a password.
 */
export async function noteSignIn(
  ctx: Pick<Context, "db" | "clock">,
  action: Ended,
  user: Pick<User, "id" | "name" | "email" | "isOwner" | "grants">,
  address: string | null,
): Promise<void> {
  // Of who was refused it is not known that it was them.
  const actor = action === "session.refused" ? SYSTEM : { kind: "user" as const, ...user };
  const details = address === null ? {} : { address };
  await ctx.db.$transaction((tx) =>
    writeAudit(tx, { actor, clock: ctx.clock }, { action, target: user.email, details }),
  );
}

const SYSTEM = { kind: "system" } as const;
