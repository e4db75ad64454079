import type { Context } from "@/lib/admin/verb/context";

/** What concerns no project, or all of them, is for owners: accounts, sign-ins, tokens. Pure. */
export const seesAll = ({ actor }: Pick<Context, "actor">): boolean =>
  actor.kind === "system" || actor.isOwner;
