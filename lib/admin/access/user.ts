import type { User as UserRow } from "@/lib/platform/postgres/generated/client";

/** A person who signs in to the admin app. */
export interface User {
  readonly id: number;
  readonly name: string;
  readonly email: string;
  readonly createdAt: Date;
  readonly lastSignInAt: Date | null;
}

export const toUser = ({ id, name, email, createdAt, lastSignInAt }: UserRow): User => ({
  id,
  name,
  email,
  createdAt,
  lastSignInAt,
});
