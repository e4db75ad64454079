import type { Context, Scope } from "@/lib/admin/verb/context";
import type { ProjectId } from "@/lib/kernel/brand";

const READS: readonly Scope[] = ["events:read", "destinations:read", "full"];

/**
 * Whether what was sent of people of this project is shown as it is: a right of its own, apart from the role. A token that
 * reads events has it while its maker has it.
 */
export const maySeePersonalData = (
  { actor }: Pick<Context, "actor">,
  projectId: ProjectId,
): boolean => {
  if (actor.kind === "system") return true;
  if (actor.kind === "token" && !actor.scopes.some((scope) => READS.includes(scope))) return false;
  const { isOwner, grants } = actor;
  return isOwner || grants.some((own) => own.projectId === projectId && own.seesPersonalData);
};
