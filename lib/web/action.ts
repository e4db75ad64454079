import { unstable_rethrow } from "next/navigation";
import type { z } from "zod";
import { currentSession } from "@/lib/admin/access/require-session";
import { VersionMismatch } from "@/lib/admin/syncs/save/version-mismatch";
import type { Context } from "@/lib/admin/verb/context";
import { parseInput } from "@/lib/admin/verb/guards";
import { AppError } from "@/lib/kernel/errors";
import { logger } from "@/lib/platform/logger";
import type { ActionResult } from "./action-result";
import { toKnownError } from "./known-error";

/**
 * A server action: session, parse, verb. A direct POST without a session gets `unauthenticated`.
 * Redirects of the handler pass through; an unexpected error is logged and answered without its text.
 */
export function action<S extends z.ZodType, T>(
  schema: S,
  handler: (ctx: Context, input: z.output<S>) => Promise<T>,
): (input: z.input<S>) => Promise<ActionResult<T>> {
  return async (input) => {
    try {
      const ctx = await currentSession();
      if (ctx === null)
        throw new AppError(
          "unauthenticated",
          "Your session has ended. Sign in in another tab, then try again: what you entered stays here",
        );
      return { ok: true, value: await handler(ctx, parseInput(schema, input)) };
    } catch (error) {
      unstable_rethrow(error);
      return failure(error);
    }
  };
}

/** The same for those who are not signed in: first run and sign-in. */
export function publicAction<S extends z.ZodType, T>(
  schema: S,
  handler: (input: z.output<S>) => Promise<T>,
): (input: z.input<S>) => Promise<ActionResult<T>> {
  return async (input) => {
    try {
      return { ok: true, value: await handler(parseInput(schema, input)) };
    } catch (error) {
      unstable_rethrow(error);
      return failure(error);
    }
  };
}

function failure(thrown: unknown): ActionResult<never> {
  const error = toKnownError(thrown);
  if (error instanceof AppError) {
    const { code, message, fieldErrors } = error;
    const current = error instanceof VersionMismatch ? { current: error.current } : {};
    return { ok: false, code, message, fieldErrors, ...current };
  }
  logger.error({ err: error }, "action failed");
  const message =
    "Something went wrong on our side: nothing was changed. The server's log says more";
  return { ok: false, code: "internal", message, fieldErrors: [] };
}
