import { createHash } from "node:crypto";
import { type Actor, SCOPES, type Scope } from "@/lib/admin/verb/context";

/** A management API token, without its value. */
export interface ApiToken {
  readonly id: number;
  readonly name: string;
  readonly lastFour: string;
  readonly scopes: readonly Scope[];
  readonly createdBy: string | null;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
  /** Null: it does not expire. */
  readonly expiresAt: Date | null;
  /** Name of the one project that it is for; null: every project that its maker may see. */
  readonly projectName: string | null;
}

/** Only this is stored: 32 random bytes need no slow hash. */
export const hashToken = (value: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(createHash("sha256").update(value, "utf8").digest());

/** The scopes this version knows; an unknown word in the row grants nothing. */
export const toScopes = (words: readonly string[]): readonly Scope[] =>
  SCOPES.filter((scope) => words.includes(scope));

interface ApiTokenRow {
  id: number;
  name: string;
  lastFour: string;
  scopes: string[];
  createdAt: Date;
  lastUsedAt: Date | null;
  expiresAt: Date | null;
  project: { name: string } | null;
  createdBy: { email: string } | null;
}

export const toApiToken = (row: ApiTokenRow): ApiToken => ({
  id: row.id,
  name: row.name,
  lastFour: row.lastFour,
  scopes: toScopes(row.scopes),
  createdBy: row.createdBy?.email ?? null,
  createdAt: row.createdAt,
  lastUsedAt: row.lastUsedAt,
  expiresAt: row.expiresAt,
  projectName: row.project?.name ?? null,
});

/** The tokens that somebody may see and revoke: an owner all, others their own. */
export const tokensOf = (actor: Actor): { createdById?: number } =>
  actor.kind === "system" || actor.isOwner ? {} : { createdById: actor.id };

export const withCreator = {
  createdBy: { select: { email: true } },
  project: { select: { name: true } },
} as const;
