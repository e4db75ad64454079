import { z } from "zod";
import { requireSync } from "@/lib/admin/syncs/require-sync";
import type { Context } from "@/lib/admin/verb/context";
import {
  parseInput,
  projectIdSchema,
  requireScope,
  syncIdSchema,
  timeSchema,
} from "@/lib/admin/verb/guards";
import { runStatement } from "@/lib/admin/verb/run-statement";
import type { Statement } from "@/lib/engine/store/statement";
import type { SyncId } from "@/lib/kernel/brand";

const bothEndsInput = z.object({
  id: syncIdSchema,
  projectId: projectIdSchema,
  /** Inclusive and exclusive. */
  start: timeSchema,
  end: timeSchema,
});

/** What was sent in requests that the destination took whole, and what its answers to the same requests said. */
export interface BothEnds {
  readonly requests: number;
  /** Events in those requests, by our count, and by the answers that named a number. */
  readonly sent: number;
  readonly confirmed: number;
  /** Requests whose answer named no number, and the events in them. */
  readonly unnamed: number;
  readonly unnamedEvents: number;
  /** Requests in which the numbers differ, and when the last of them began. */
  readonly differing: number;
  readonly lastDiffering: Date | null;
  /** When the first and the last of the requests began; null when there is none. */
  readonly first: Date | null;
  readonly last: Date | null;
  /** Only so many of the newest requests are looked at; false: all that are on record are. */
  readonly isCut: boolean;
}

/** Some seconds of reading. */
export const REQUESTS_COMPARED = 100_000;

/** Compares both ends of the requests on record that began in a window. */
export async function bothEnds(
  ctx: Context,
  rawInput: z.input<typeof bothEndsInput>,
): Promise<BothEnds> {
  requireScope(ctx, "destinations:read");
  const { id, projectId, start, end } = parseInput(bothEndsInput, rawInput);
  await requireSync(ctx, id, projectId);
  const [row] = await ctx.db.$transaction((tx) =>
    runStatement<BothEndsRow>(tx, compared(id, start, end)),
  );
  if (row === undefined) throw new Error("an aggregate has one row");
  const { read, ...counts } = row;
  return { ...counts, isCut: read >= REQUESTS_COMPARED };
}

type BothEndsRow = Omit<BothEnds, "isCut"> & { readonly read: number };

const compared = (sync: SyncId, start: Date, end: Date): Statement => ({
  text: `SELECT count(*)::float8 AS read,
           count(*) FILTER (WHERE taken)::float8 AS requests,
           coalesce(sum(items) FILTER (WHERE taken AND confirmed IS NOT NULL), 0)::float8 AS sent,
           coalesce(sum(confirmed) FILTER (WHERE taken), 0)::float8 AS confirmed,
           count(*) FILTER (WHERE taken AND confirmed IS NULL)::float8 AS unnamed,
           coalesce(sum(items) FILTER (WHERE taken AND confirmed IS NULL), 0)::float8 AS "unnamedEvents",
           count(*) FILTER (WHERE taken AND confirmed <> items)::float8 AS differing,
           max(started_at) FILTER (WHERE taken AND confirmed <> items) AS "lastDiffering",
           min(started_at) FILTER (WHERE taken) AS first, max(started_at) FILTER (WHERE taken) AS last
         FROM (
           SELECT started_at, items, confirmed, verdict = 'accepted' AS taken FROM delivery_requests
           WHERE sync_id = $1 AND started_at >= $2 AND started_at < $3
           ORDER BY started_at DESC LIMIT ${REQUESTS_COMPARED}
         ) AS newest`,
  values: [sync, start, end],
});
