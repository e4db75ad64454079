import { type Access, ROLES } from "@/lib/admin/verb/rights";
import type { ProjectId } from "@/lib/kernel/brand";

interface Row {
  readonly isOwner: boolean;
  readonly memberships: readonly {
    readonly projectId: number;
    readonly role: string;
    readonly seesPersonalData: boolean;
  }[];
}

/** What toAccess reads beside the user. */
export const withMemberships = { memberships: true } as const;

/** What a user may do, from their rows. A role that this version does not know gives nothing. Pure. */
export const toAccess = ({ isOwner, memberships }: Row): Access => ({
  isOwner,
  grants: memberships.flatMap(({ projectId, role: word, seesPersonalData }) => {
    const role = ROLES.find((known) => known === word);
    return role === undefined
      ? []
      : [{ projectId: projectId as ProjectId, role, seesPersonalData }];
  }),
});

/** Of what belongs to nobody, such as a token that the environment has made. */
export const EVERYTHING: Access = { isOwner: true, grants: [] };

/** What is left of an access in one project alone; all of it without one. Pure. */
export function within(access: Access, projectId: number | null): Access {
  if (projectId === null) return access;
  const id = projectId as ProjectId;
  const grants = access.isOwner
    ? [{ projectId: id, role: "admin" as const, seesPersonalData: true }]
    : access.grants.filter((grant) => grant.projectId === id);
  return { isOwner: false, grants };
}
