import { z } from "zod";
import { getProject } from "@/lib/admin/projects/get-project";
import type { Context } from "@/lib/admin/verb/context";
import { parseInput, projectIdSchema, requireIn, requireScope } from "@/lib/admin/verb/guards";

const MINUTE_MS = 60_000;
const HOUR_MINUTES = 60;
const DAY_MS = 86_400_000;

const SOURCES = ["http_v2", "batch", "identify", "group_identify", "amplitude_webhook"] as const;
const OUTCOMES = ["accepted", "duplicate", "rejected"] as const;

type EventCounts = { readonly [outcome in (typeof OUTCOMES)[number]]: number };

export interface SourceCounts extends EventCounts {
  readonly requests: number;
}

export interface SourceStatus {
  readonly source: (typeof SOURCES)[number];
  /** The minute of the newest request, by its beginning. */
  readonly lastSeen: Date | null;
  readonly lastHour: SourceCounts;
  readonly lastDay: SourceCounts;
  /** Why uploads were rejected in the last day, with their events where these could be read; most frequent first. */
  readonly reasons: readonly {
    readonly reason: string;
    readonly requests: number;
    readonly events: number;
  }[];
  /** Events of the last day that asked for more user properties than a person may have: stored, without those. */
  readonly limitedLastDay: number;
  /** The last hour by minute, oldest first, empty minutes too. */
  readonly minutes: readonly ({ readonly at: Date } & EventCounts)[];
}

interface Minute {
  readonly at: number;
  readonly source: string;
  readonly outcome: string;
  readonly reason: string;
  readonly requests: number;
  readonly events: number;
}

const sourcesStatusInput = z.object({ projectId: projectIdSchema });

/** What each ingestion endpoint took and refused. */
export async function sourcesStatus(
  ctx: Context,
  rawInput: { projectId: number },
): Promise<readonly SourceStatus[]> {
  requireScope(ctx, "projects:read");
  const { projectId } = parseInput(sourcesStatusInput, rawInput);
  requireIn(ctx, "projects:read", projectId);
  await getProject(ctx, { projectId });
  const now = ctx.clock.now();
  const rows = await ctx.db.ingestMinute.findMany({
    where: { projectId, minute: { gt: new Date(now - DAY_MS) } },
  });
  const lastSeen = await ctx.db.ingestMinute.groupBy({
    by: ["source"],
    // The oldest minutes are folded into one, at the epoch.
    where: { projectId, minute: { gt: new Date(0) } },
    _max: { minute: true },
  });
  const minutes = rows.map(({ minute, requests, events, ...row }) => ({
    ...row,
    at: minute.getTime(),
    requests: Number(requests),
    events: Number(events),
  }));
  return SOURCES.map((source) => ({
    lastSeen: lastSeen.find((row) => row.source === source)?._max.minute ?? null,
    ...summarise(
      source,
      minutes.filter((minute) => minute.source === source),
      now,
    ),
  }));
}

function summarise(source: SourceStatus["source"], minutes: readonly Minute[], now: number) {
  const thisMinute = Math.floor(now / MINUTE_MS) * MINUTE_MS;
  const firstMinute = thisMinute - (HOUR_MINUTES - 1) * MINUTE_MS;
  return {
    source,
    lastHour: sum(minutes.filter(({ at }) => at >= firstMinute)),
    lastDay: sum(minutes),
    reasons: reasonsOf(minutes),
    limitedLastDay: minutes.reduce(
      (total, row) => total + (row.outcome === "limited" ? row.events : 0),
      0,
    ),
    minutes: Array.from({ length: HOUR_MINUTES }, (_, index) => {
      const at = firstMinute + index * MINUTE_MS;
      const { requests: _requests, ...counts } = sum(minutes.filter((row) => row.at === at));
      return { at: new Date(at), ...counts };
    }),
  };
}

function sum(minutes: readonly Minute[]): SourceCounts {
  const eventsOf = (outcome: string) =>
    minutes.reduce((total, row) => total + (row.outcome === outcome ? row.events : 0), 0);
  return {
    requests: minutes.reduce((total, row) => total + row.requests, 0),
    accepted: eventsOf("accepted"),
    duplicate: eventsOf("duplicate"),
    rejected: eventsOf("rejected"),
  };
}

function reasonsOf(minutes: readonly Minute[]): SourceStatus["reasons"] {
  const rejected = minutes.filter(({ outcome }) => outcome === "rejected");
  return [...new Set(rejected.map(({ reason }) => reason))]
    .map((reason) => {
      const { requests, rejected: events } = sum(rejected.filter((row) => row.reason === reason));
      return { reason, requests, events };
    })
    .sort((a, b) => b.requests - a.requests);
}
