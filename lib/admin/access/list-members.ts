import { z } from "zod";
import type { Context } from "@/lib/admin/verb/context";
import { parseInput, projectIdSchema, requireIn, requirePerson } from "@/lib/admin/verb/guards";
import type { Role } from "@/lib/admin/verb/rights";
import { withMemberships } from "./to-access";
import { toUser, type User } from "./user";

const listMembersInput = z.object({ projectId: projectIdSchema });

export interface Member extends Pick<User, "id" | "name" | "email" | "lastSignInAt"> {
  /** In the project that was asked for. */
  readonly role: Role | "owner";
  readonly seesPersonalData: boolean;
}

/** Who may do something in the project: the owners, who may in all of them, and its members. Oldest account first. */
export async function listMembers(
  ctx: Context,
  rawInput: z.input<typeof listMembersInput>,
): Promise<readonly Member[]> {
  requirePerson(ctx, "members:write");
  const { projectId } = parseInput(listMembersInput, rawInput);
  requireIn(ctx, "members:write", projectId);
  const rows = await ctx.db.user.findMany({
    where: { OR: [{ isOwner: true }, { memberships: { some: { projectId } } }] },
    include: withMemberships,
    orderBy: { id: "asc" },
  });
  return rows.flatMap((row) => {
    const { id, name, email, lastSignInAt, isOwner, grants } = toUser(row);
    const own = grants.find((grant) => grant.projectId === projectId);
    const role = isOwner ? "owner" : own?.role;
    if (role === undefined) return [];
    const seesPersonalData = isOwner || own?.seesPersonalData === true;
    return [{ id, name, email, lastSignInAt, role, seesPersonalData }];
  });
}
