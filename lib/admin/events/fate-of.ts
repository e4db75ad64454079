import type { Context } from "@/lib/admin/verb/context";
import type { Offset, ProjectId } from "@/lib/kernel/brand";
import type { Attempt, FateWithAttempts } from "./fate";
import { fatesOf } from "./fates-of";

/** What every sync of the project did with one event, with every attempt; empty when the log no longer has it. */
export async function fateOf(
  ctx: Context,
  projectId: ProjectId,
  event: { readonly offset: Offset },
): Promise<readonly FateWithAttempts[]> {
  const fates = (await fatesOf(ctx, projectId, [event])).get(event.offset) ?? [];
  const attempts = await readAttempts(
    ctx,
    fates.flatMap(({ requestIds }) => requestIds),
  );
  return fates.map((fate) => ({
    ...fate,
    attempts: fate.requestIds.map((id) => attempts.get(id) ?? { ...FORGOTTEN, requestId: id }),
  }));
}

/** The requests with these ids, in their order. */
export async function attemptsOf(
  ctx: Pick<Context, "db">,
  requestIds: readonly string[],
): Promise<readonly Attempt[]> {
  const attempts = await readAttempts(ctx, requestIds);
  return requestIds.map((id) => attempts.get(id) ?? { ...FORGOTTEN, requestId: id });
}

const FORGOTTEN = { at: null, status: null, verdict: null, answer: null, durationMs: null };

/** The requests with these ids that are still on record. */
export async function readAttempts(
  ctx: Pick<Context, "db">,
  requestIds: readonly string[],
): Promise<ReadonlyMap<string, Attempt>> {
  if (requestIds.length === 0) return new Map();
  const rows = await ctx.db.deliveryRequest.findMany({ where: { id: { in: [...requestIds] } } });
  return new Map(
    rows.map(({ id, startedAt, status, verdict, answer, durationMs }) => [
      id,
      { requestId: id, at: startedAt, status, verdict, answer, durationMs },
    ]),
  );
}
