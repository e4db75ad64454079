import { z } from "zod";
import { authenticateKeys } from "@/lib/admin/projects/authenticate-keys";
import { type SyncMetrics, syncMetrics } from "@/lib/admin/syncs/sync-metrics";
import { KEPT_MS, TIME_PERIODS } from "@/lib/admin/syncs/time-period";
import { contextFor } from "@/lib/admin/verb/context-for";
import { parseInput } from "@/lib/admin/verb/guards";
import { systemClock } from "@/lib/kernel/clock";
import { AppError } from "@/lib/kernel/errors";
import { logger } from "@/lib/platform/logger";
import { CallLimit } from "@/lib/web/call-limit";
import { toKnownError } from "@/lib/web/known-error";
import { problemResponse, toProblem } from "@/lib/web/problem";
import { json } from "@/lib/web/route";

// Amplitude's Event Streaming Metrics Summary API, answer for answer.

/** Amplitude: 4 at once and 12 a minute for each project. */
const limit = new CallLimit(systemClock, { perMinute: 12, atOnce: 4 });

/** In Amplitude's own example the `+` of the zone is not encoded, and so arrives as a space. */
const time = z
  .string()
  .regex(
    /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[-+ ]\d\d:?\d\d)$/,
    "Use YYYY-MM-DDThh:mmTZD, such as 2026-01-31T13:00Z",
  )
  .transform((text) => new Date(text.replace(" ", "+").replace(/([+-]\d\d)(\d\d)$/, "$1:$2")))
  .refine((date) => !Number.isNaN(date.getTime()), "There is no such time");

const querySchema = z.object({
  sync_id: z.string().regex(/^\d{1,9}$/, "Give the number that is shown under the sync's title"),
  time_period: z.enum(TIME_PERIODS, `Use one of: ${TIME_PERIODS.join(", ")}`),
  start: time.optional(),
  end: time.optional(),
});

export async function deliveryMetricsSummary(request: Request): Promise<Response> {
  const { pathname, searchParams } = new URL(request.url);
  try {
    const ctx = contextFor({ kind: "system" });
    const { projectId } = await authenticateKeys(ctx, request.headers.get("authorization"));
    return await limit.run(projectId, async () => {
      const query = parseInput(querySchema, Object.fromEntries(searchParams));
      const { sync_id, time_period: period, start, end } = query;
      const target = { id: Number(sync_id), projectId, period, start, end };
      const metrics = await syncMetrics(ctx, target);
      requireKept(metrics.start, ctx.clock.now());
      return json(toSummary(metrics));
    });
  } catch (thrown) {
    const error = toKnownError(thrown);
    if (!(error instanceof AppError)) logger.error({ err: error, path: pathname }, "route failed");
    const response = problemResponse(toProblem(asForbidden(error), pathname));
    if (response.status === 401) response.headers.set("www-authenticate", "Basic");
    return response;
  }
}

/** Amplitude answers 500. */
function requireKept(start: Date, nowMs: number): void {
  if (start.getTime() > nowMs - KEPT_MS) return;
  const message = "Delivery metrics are kept for 90 days: give a later start";
  throw new AppError("outside_retention", message, [
    { field: "start", message, code: "outside_retention" },
  ]);
}

/** Amplitude answers 403 for a sync outside the project, which may or may not exist. */
const asForbidden = (error: unknown): unknown =>
  error instanceof AppError && error.code === "not_found"
    ? new AppError("forbidden", "This project has no such sync")
    : error;

/** Pure. */
const toSummary = (metrics: SyncMetrics) => ({
  timePeriod: metrics.period,
  eventsDelivered: metrics.delivered,
  eventsNotDelivered: metrics.notDelivered,
  deliveryRate: metrics.deliveryRate ?? 0,
  latencyInSeconds: (metrics.p95Ms ?? 0) / 1_000,
  timePeriodStart: toUtc(metrics.start),
  timePeriodEnd: toUtc(metrics.end),
  successOnFirstAttempt: metrics.firstAttempt,
  successAfterRetry: metrics.afterRetry,
  eventsExpired: metrics.expired,
  eventsDiscarded: metrics.discarded,
});

/** `2022-10-01 06:00:00.000000` */
const toUtc = (date: Date): string =>
  date
    .toISOString()
    .replace("T", " ")
    .replace(/\.(\d{3})Z$/, ".$1000");
