import type { Context } from "@/lib/admin/verb/context";

/** Whether what a sender wrote of a person may be shown as it is. Whoever may do everything may see it. */
export const maySeePersonalData = ({ actor }: Context): boolean =>
  actor.kind !== "token" || actor.scopes.includes("full");
