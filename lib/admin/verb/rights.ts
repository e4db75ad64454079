import type { ProjectId } from "@/lib/kernel/brand";
import type { Scope } from "./context";

/** Amplitude's roles, from the one that may do most. */
export const ROLES = ["admin", "manager", "member", "viewer"] as const;
export type Role = (typeof ROLES)[number];

/** What only a signed-in person may do. */
type PersonRight =
  | "people:read"
  | "names:write"
  | "alerts:write"
  | "project:write"
  | "members:write"
  | "tokens:write"
  | "audit:read"
  | "own-account"
  | "instance:write";

export type Right = Exclude<Scope, "full"> | PersonRight;

/** The least role in a project that has each right. `owner`: of the whole instance; `anybody`: whoever is signed in. */
export const LEAST_ROLE: Readonly<Record<Right, Role | "owner" | "anybody">> = {
  "projects:read": "viewer",
  "events:read": "viewer",
  "destinations:read": "viewer",
  "people:read": "viewer",
  "sources:write": "manager",
  "destinations:write": "manager",
  "names:write": "manager",
  "alerts:write": "manager",
  "project:write": "admin",
  "members:write": "admin",
  "tokens:write": "admin",
  "audit:read": "admin",
  "own-account": "anybody",
  "pipeline:run": "owner",
  "instance:write": "owner",
};

/** What a person is in one project. */
export interface Grant {
  readonly projectId: ProjectId;
  readonly role: Role;
  /** Whether what was sent of people is shown as it is: apart from the role. */
  readonly seesPersonalData: boolean;
}

/** All that somebody may do. An owner may do everything everywhere. */
export interface Access {
  readonly isOwner: boolean;
  readonly grants: readonly Grant[];
}

const reaches = (role: Role, right: Right): boolean => {
  const least = LEAST_ROLE[right];
  if (least === "anybody") return true;
  return least !== "owner" && ROLES.indexOf(role) <= ROLES.indexOf(least);
};

/** Whether the right is held in any project. Pure. */
export const mayAnywhere = ({ isOwner, grants }: Access, right: Right): boolean =>
  isOwner || LEAST_ROLE[right] === "anybody" || grants.some(({ role }) => reaches(role, right));

/** Whether the right is held in this project. Pure. */
export const mayIn = (access: Access, right: Right, projectId: number): boolean =>
  access.isOwner ||
  access.grants.some((own) => own.projectId === projectId && reaches(own.role, right));

/** The rights that somebody has in a project, for what a page offers. Pure. */
export const rightsIn = (access: Access, projectId: number): readonly Right[] =>
  (Object.keys(LEAST_ROLE) as Right[]).filter((right) => mayIn(access, right, projectId));
