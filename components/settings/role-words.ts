import type { Role } from "@/lib/admin/verb/rights";

/** What each role is called, and what it means, from the one that may do most. */
export const ROLE_WORDS: Readonly<
  Record<Role | "owner", { readonly label: string; readonly description: string }>
> = {
  owner: {
    label: "Owner",
    description: "Everything in every project, new projects, and who is owner",
  },
  admin: { label: "Admin", description: "Everything in this project, its members and keys" },
  manager: { label: "Manager", description: "Everything on destinations, sources and names" },
  member: { label: "Member", description: "Looks, changes nothing" },
  viewer: { label: "Viewer", description: "Looks, changes nothing" },
};
