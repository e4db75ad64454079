import type { Context } from "@/lib/admin/verb/context";
import { found, requirePerson } from "@/lib/admin/verb/guards";
import type { ProjectId } from "@/lib/kernel/brand";
import { AppError } from "@/lib/kernel/errors";
import type { Transaction } from "@/lib/platform/postgres/prisma";

const OWNERS_LOCK = 7_216_401;

/** Whoever makes, or may unmake, an owner takes turns: two who remove each other at once would both see the other. */
export const lockOwners = (tx: Transaction): Promise<unknown> =>
  tx.$executeRaw`SELECT pg_advisory_xact_lock(${OWNERS_LOCK})`;

/** Under the lock, after the change: `conflict` when nobody would be left. */
export async function requireAnOwner(tx: Transaction): Promise<void> {
  if ((await tx.user.findFirst({ where: { isOwner: true }, select: { id: true } })) === null) {
    throw new AppError("conflict", "Somebody has to stay owner: make another member owner first");
  }
}

interface LockedMember {
  readonly email: string;
  readonly name: string;
  readonly isOwner: boolean;
  /** A member of another project too. */
  readonly elsewhere: boolean;
  readonly was: string;
}

/** A member of the project under the lock, for a change; `not_found`, and `forbidden` when only an owner may change them. */
export async function lockMember(
  tx: Transaction,
  ctx: Pick<Context, "actor">,
  projectId: ProjectId,
  id: number,
): Promise<LockedMember> {
  await lockOwners(tx);
  const row = await tx.user.findUnique({ where: { id }, include: { memberships: true } });
  const own = row?.memberships.find((membership) => membership.projectId === projectId);
  const user = found(own === undefined && row?.isOwner !== true ? null : row, `Member ${id}`);
  if (user.isOwner) requirePerson(ctx, "instance:write");
  return {
    email: user.email,
    name: user.name,
    isOwner: user.isOwner,
    elsewhere: user.memberships.length > 1,
    was: user.isOwner ? "owner" : (own?.role ?? ""),
  };
}
