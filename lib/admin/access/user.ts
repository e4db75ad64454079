import type { Access } from "@/lib/admin/verb/rights";
import type { User as UserRow } from "@/lib/platform/postgres/generated/client";
import { toAccess } from "./to-access";

/** A person who signs in to the admin app. */
export interface User extends Access {
  readonly id: number;
  readonly name: string;
  readonly email: string;
  readonly createdAt: Date;
  readonly lastSignInAt: Date | null;
}

export const toUser = ({
  id,
  name,
  email,
  createdAt,
  lastSignInAt,
  ...rights
}: UserRow & Parameters<typeof toAccess>[0]): User => ({
  id,
  name,
  email,
  createdAt,
  lastSignInAt,
  ...toAccess(rights),
});
