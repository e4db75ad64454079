import { z } from "zod";
import type { PersonId, ProjectId, SyncId } from "@/lib/kernel/brand";
import { AppError, type FieldError } from "@/lib/kernel/errors";
import { issueWords, sentence, toFieldErrors } from "@/lib/platform/issue-words";
import type { Context, Scope } from "./context";
import { textFaults } from "./plain-text";
import { mayAnywhere, mayIn, type Right, rightsIn } from "./rights";

/** The largest id of a project, sync or user. */
export const INT4_MAX = 2_147_483_647;
const TIME_ADVICE = "must be a time from 1970 to 9999";

// The guards of a verb, in their fixed order: permission, parse, existence, version.

/** First guard, for what tokens may do too: the right is held in some project, and by a token also as a scope. */
export function requireScope(ctx: Pick<Context, "actor">, scope: Exclude<Scope, "full">): void {
  const { actor } = ctx;
  if (actor.kind === "token" && !actor.scopes.includes("full") && !actor.scopes.includes(scope)) {
    throw new AppError("forbidden", `This API token lacks the scope ${scope}`);
  }
  requireAnywhere(ctx, scope);
}

/** The same for what only a signed-in person (or the system) may do: members, tokens, keys. */
export function requirePerson(ctx: Pick<Context, "actor">, right: Right): void {
  if (ctx.actor.kind === "token") {
    throw new AppError("forbidden", "Only a signed-in member can do this");
  }
  requireAnywhere(ctx, right);
}

function requireAnywhere({ actor }: Pick<Context, "actor">, right: Right): void {
  if (actor.kind !== "system" && !mayAnywhere(actor, right)) throw lacksRole();
}

/**
 * As soon as the project is known, before anything of it is read: the right is held in it. Of a project that is not
 * theirs nobody learns that it exists.
 */
export function requireIn(
  { actor }: Pick<Context, "actor">,
  right: Right,
  projectId: number,
): void {
  if (actor.kind === "system" || mayIn(actor, right, projectId)) return;
  if (mayIn(actor, "projects:read", projectId)) throw lacksRole();
  throw new AppError("not_found", `Project ${projectId} does not exist`);
}

/** What the actor may do in a project, for what a page offers. */
export const rightsOf = ({ actor }: Pick<Context, "actor">, projectId: number): readonly Right[] =>
  actor.kind === "system" ? [] : rightsIn(actor, projectId);

const lacksRole = () =>
  new AppError("forbidden", "Your role does not allow this: ask an admin of the project");

/** Second guard: the parsed input, or `invalid_input` with one entry for each bad field, in our words. */
export function parseInput<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const faults = textFaults(input);
  if (faults.length > 0) throw invalidInput(faults);
  const parsed = schema.safeParse(input, { error: issueWords });
  if (parsed.success) return parsed.data;
  throw invalidInput(toFieldErrors(parsed.error));
}

export function invalidInput(fieldErrors: readonly FieldError[]): AppError {
  return new AppError("invalid_input", fieldErrors.map(sentence).join("; "), fieldErrors);
}

/** Third guard. */
export function found<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) {
    throw new AppError("not_found", `${what} does not exist`);
  }
  return value;
}

/** A row id in an input: as a number, or as the digits of a URL. */
export const idSchema = z.coerce.number().int().positive().max(INT4_MAX);

// The ids that are easily mixed up get their brand here, and keep it through the verb and its answer.
export const projectIdSchema = idSchema.transform((id) => id as ProjectId);
export const syncIdSchema = idSchema.transform((id) => id as SyncId);
export const personIdSchema = z.coerce
  .number()
  .int()
  .positive()
  .transform((id) => id as PersonId);

/** A version of a sync. */
export const versionSchema = z.coerce.number().int().min(1).max(INT4_MAX);

/** PostgreSQL has no year 0, and nothing of ours is older than Unix or younger than four digits. */
export const timeSchema = z.coerce
  .date("must be a time in ISO 8601, such as 2026-01-31T13:00:00Z")
  .min(new Date(0), TIME_ADVICE)
  .max(new Date("9999-12-31T23:59:59.999Z"), TIME_ADVICE);
