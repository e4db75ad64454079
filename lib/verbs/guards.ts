import { z } from "zod";
import { AppError, type FieldError } from "@/lib/kernel/errors";
import type { Context, Scope } from "@/lib/verbs/context";

// The guards of a verb, in their fixed order: permission, parse, existence, version.

/** First guard. People and the system may do everything; a token only what its scopes say. */
export function requireScope(ctx: Context, scope: Exclude<Scope, "full">): void {
  const { actor } = ctx;
  if (actor.kind !== "token") return;
  if (actor.scopes.includes("full") || actor.scopes.includes(scope)) return;
  throw new AppError("forbidden", `This API token lacks the scope ${scope}`);
}

/** For what only a signed-in person (or the system) may do: members, tokens, keys. */
export function requirePerson(ctx: Context): void {
  if (ctx.actor.kind === "token") {
    throw new AppError("forbidden", "Only a signed-in person can do this");
  }
}

/** Second guard: the parsed input, or `invalid_input` with one entry for each bad field. */
export function parseInput<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw invalidInput(toFieldErrors(parsed.error));
}

export function toFieldErrors(error: z.ZodError, prefix = ""): FieldError[] {
  return error.issues.flatMap((issue): FieldError[] => {
    const path = [...(prefix === "" ? [] : [prefix]), ...issue.path.map(String)];
    if (issue.code !== "unrecognized_keys") {
      return [{ field: path.join("."), message: issue.message, code: issue.code }];
    }
    return issue.keys.map((key) => ({
      field: [...path, key].join("."),
      message: `Unknown field "${key}": remove it or check its spelling`,
      code: issue.code,
    }));
  });
}

export function invalidInput(fieldErrors: readonly FieldError[]): AppError {
  const said = fieldErrors.map(({ field, message }) =>
    field === "" ? message : `${field}: ${message}`,
  );
  return new AppError("invalid_input", said.join("; "), fieldErrors);
}

/** Third guard. */
export function found<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) {
    throw new AppError("not_found", `${what} does not exist`);
  }
  return value;
}

/** A row id in an input: as a number, or as the digits of a URL. */
export const idSchema = z.coerce.number().int().positive().max(2_147_483_647);
