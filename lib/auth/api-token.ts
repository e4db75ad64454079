import type { Scope } from "@/lib/verbs/context";

/** A management API token, without its value. */
export interface ApiToken {
  readonly id: number;
  readonly name: string;
  readonly lastFour: string;
  readonly scopes: readonly Scope[];
  readonly createdBy: string | null;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
}
