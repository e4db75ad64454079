import type { Context } from "@/lib/admin/verb/context";
import type { ProjectId } from "@/lib/kernel/brand";

/**
 * Whether what was sent of people of this project is shown as it is: a right of its own, apart from the role. A token has
 * it with the scope `full`, and only while its maker has it.
 */
export const maySeePersonalData = (
  { actor }: Pick<Context, "actor">,
  projectId: ProjectId,
): boolean => {
  if (actor.kind === "system") return true;
  if (actor.kind === "token" && !actor.scopes.includes("full")) return false;
  const { isOwner, grants } = actor;
  return isOwner || grants.some((own) => own.projectId === projectId && own.seesPersonalData);
};
