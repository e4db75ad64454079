import { z } from "zod";
import { answerOnce } from "@/lib/admin/access/answer-once";
import { authenticateToken } from "@/lib/admin/access/authenticate-token";
import type { Context, Scope } from "@/lib/admin/verb/context";
import { contextFor } from "@/lib/admin/verb/context-for";
import { parseInput, requireScope } from "@/lib/admin/verb/guards";
import { systemClock } from "@/lib/kernel/clock";
import { AppError } from "@/lib/kernel/errors";
import { stringifyJson } from "@/lib/kernel/stringify-json";
import { env } from "@/lib/platform/env";
import { logger } from "@/lib/platform/logger";
import { CallLimit } from "./call-limit";
import { idempotencyKey } from "./idempotency-key";
import { ifMatchVersion } from "./if-match";
import { toKnownError } from "./known-error";
import { problemResponse, toProblem } from "./problem";
import { readBody } from "./read-body";

interface RouteOptions<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> {
  readonly scope: Exclude<Scope, "full">;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  /** What is answered when all went well, for the API's description; a text when it has no body. */
  readonly answer: z.ZodType | string;
  /** Bodies of this type are left for the handler to read, from `request`. */
  readonly streamed?: string;
}

type AnyRoute = RouteOptions<z.ZodType, z.ZodType, z.ZodType>;
/** What a route takes and answers: the API's description is made of it. */
export type RouteSpec = Required<Omit<AnyRoute, "streamed">> & Pick<AnyRoute, "streamed">;

type Route = ((request: Request, next: NextContext) => Promise<Response>) & {
  readonly spec: RouteSpec;
};

interface RouteInput<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> {
  readonly ctx: Context;
  readonly params: z.output<P>;
  readonly query: z.output<Q>;
  readonly body: z.output<B>;
  /** Of `If-Match`. */
  readonly version: number | undefined;
  readonly request: Request;
}

type NextContext = { params: Promise<Record<string, string | string[] | undefined> | undefined> };

const nothing = z.strictObject({});
type Nothing = typeof nothing;

/**
 * A machine-facing route: token, rate, scope, parameters, body, in this order, then the handler. A value is answered as
 * JSON; every error as application/problem+json, an unexpected one without its text.
 */
export function route<
  P extends z.ZodType = Nothing,
  Q extends z.ZodType = Nothing,
  B extends z.ZodType = Nothing,
>(
  options: RouteOptions<P, Q, B>,
  handler: (input: RouteInput<P, Q, B>) => Promise<Response | object>,
): Route {
  const spec = { params: nothing, query: nothing, body: nothing, ...options };
  const handle = async (request: Request, next: NextContext) => {
    const { pathname, searchParams } = new URL(request.url);
    try {
      const ctx = await authenticate(request);
      return await limitOfTokens().run(tokenOf(ctx), async () => {
        requireScope(ctx, options.scope);
        const query = parseInput(options.query ?? nothing, Object.fromEntries(searchParams));
        // Next gives an address without placeholders no parameters at all.
        const params = parseParams(options.params ?? nothing, (await next.params) ?? {}, pathname);
        const version = ifMatchVersion(request.headers.get("if-match"));
        const isLeft = isStreamed(request, options);
        const sent = isLeft ? {} : ((await readBody(request)) ?? {});
        const body = isLeft ? undefined : parseInput(options.body ?? nothing, sent);
        // The defaults stand exactly for the schemas that the caller left out.
        const input = { ctx, params, query, body, version, request } as RouteInput<P, Q, B>;
        const answer = async () => {
          const result = await handler(input);
          return result instanceof Response ? result : json(result);
        };
        return once(ctx, request, sent, answer);
      });
    } catch (thrown) {
      const error = toKnownError(thrown);
      if (!(error instanceof AppError))
        logger.error({ err: error, path: pathname }, "route failed");
      return problemResponse(toProblem(error, pathname));
    }
  };
  return Object.assign(handle, { spec });
}

const isStreamed = ({ headers }: Request, { streamed }: { readonly streamed?: string }): boolean =>
  streamed !== undefined && headers.get("content-type")?.startsWith(streamed) === true;

async function authenticate(request: Request): Promise<Context> {
  const system = contextFor({ kind: "system" });
  const actor = await authenticateToken(system, request.headers.get("authorization"));
  return { ...system, actor };
}

// Next loads a module once per route; the counts must be one per process.
const shared = globalThis as typeof globalThis & { tributaryTokenLimit?: CallLimit };

/** Far more than a person or a pipeline of theirs asks for; each call is some queries of the database. */
const AT_ONCE_MAX = 30;

function limitOfTokens(): CallLimit {
  shared.tributaryTokenLimit ??= new CallLimit(systemClock, {
    perMinute: env().apiCallsPerMinute,
    atOnce: AT_ONCE_MAX,
  });
  return shared.tributaryTokenLimit;
}

const tokenOf = ({ actor }: Context): number => (actor.kind === "token" ? actor.id : 0);

/** The answer to a POST, or the one that was given to the same POST before under its `Idempotency-Key`. */
async function once(
  ctx: Context,
  { method, url, headers }: Request,
  sent: unknown,
  answer: () => Promise<Response>,
): Promise<Response> {
  const key = method === "POST" ? idempotencyKey(headers.get("idempotency-key")) : undefined;
  if (key === undefined) return answer();
  const { pathname, search } = new URL(url);
  const call = {
    tokenId: tokenOf(ctx),
    key,
    request: `${pathname}${search}\n${stringifyJson({ sent })}`,
  };
  const { replayed, status, ...kept } = await answerOnce(ctx, call, async () => {
    const response = await answer();
    const { status } = response;
    return { status, headers: Object.fromEntries(response.headers), body: await response.text() };
  });
  const response = new Response(kept.body, { status, headers: kept.headers });
  if (replayed) response.headers.set("idempotent-replayed", "true");
  return response;
}

/** A malformed id in a path is an address of nothing. */
function parseParams(schema: z.ZodType, params: unknown, pathname: string): unknown {
  const parsed = schema.safeParse(params);
  if (parsed.success) return parsed.data;
  throw new AppError("not_found", `There is nothing at ${pathname}`);
}

/** A JSON answer that no cache keeps. */
export function json(value: object, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(stringifyJson(value), {
    status,
    headers: { "content-type": "application/json", "cache-control": "no-store", ...headers },
  });
}
