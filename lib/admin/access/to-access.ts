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
