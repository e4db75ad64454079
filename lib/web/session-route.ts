import { currentSession } from "@/lib/admin/access/require-session";
import type { Context } from "@/lib/admin/verb/context";
import { AppError } from "@/lib/kernel/errors";
import { logger } from "@/lib/platform/logger";
import { toKnownError } from "./known-error";
import { problemResponse, toProblem } from "./problem";

/** A route for who is signed in, such as a download; errors are answered as application/problem+json. */
export const sessionRoute =
  <Params>(handler: (ctx: Context, url: URL, params: Params) => Promise<Response>) =>
  async (request: Request, next: { readonly params: Promise<Params> }): Promise<Response> => {
    const url = new URL(request.url);
    try {
      const ctx = await currentSession();
      if (ctx === null) {
        throw new AppError("unauthenticated", "Your session has ended: sign in again");
      }
      return await handler(ctx, url, await next.params);
    } catch (thrown) {
      const error = toKnownError(thrown);
      if (!(error instanceof AppError)) {
        logger.error({ err: error, path: url.pathname }, "route failed");
      }
      return problemResponse(toProblem(error, url.pathname));
    }
  };

/** An answer that is made while it is read, no faster. Breaks off where the pieces do. */
export function streamed(pieces: AsyncGenerator<string>, headers: Record<string, string>) {
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const { done, value } = await pieces.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    cancel: async () => {
      await pieces.return(undefined);
    },
  });
  return new Response(body, { headers: { "cache-control": "no-store", ...headers } });
}
