import { z } from "zod";
import type { Context } from "@/lib/admin/verb/context";
import {
  found,
  idSchema,
  parseInput,
  projectIdSchema,
  requireIn,
  requireScope,
} from "@/lib/admin/verb/guards";
import { runStatement } from "@/lib/admin/verb/run-statement";
import { type LaneLeft, laneLeft } from "@/lib/engine/store/backfill/history-lanes";
import { type Backfill, toBackfill } from "./backfill";

const getBackfillInput = z.object({ projectId: projectIdSchema, id: idSchema });

const FAULTS_SHOWN_MAX = 100;
const LEFT_COUNTED_MAX = 10_000;

export interface BackfillDetail extends Backfill {
  /** Lines that could not be read, the first of them. */
  readonly faults: readonly {
    readonly file: string;
    readonly line: number;
    readonly message: string;
  }[];
  /** What its destinations still have to send; empty while nothing goes on to them. */
  readonly left: readonly LaneLeft[];
}

export async function getBackfill(
  ctx: Context,
  rawInput: z.input<typeof getBackfillInput>,
): Promise<BackfillDetail> {
  requireScope(ctx, "destinations:read");
  const { projectId, id } = parseInput(getBackfillInput, rawInput);
  requireIn(ctx, "destinations:read", projectId);
  const row = await ctx.db.backfill.findUnique({
    where: { id },
    include: {
      faultRows: { orderBy: [{ file: "asc" }, { line: "asc" }], take: FAULTS_SHOWN_MAX },
    },
  });
  const known = found(row?.projectId === projectId ? row : null, `Backfill ${id}`);
  const backfill = toBackfill(known);
  const left =
    backfill.state === "running"
      ? await runStatement<LaneLeft>(ctx.db, laneLeft(known.destinations, LEFT_COUNTED_MAX))
      : [];
  return {
    ...backfill,
    faults: known.faultRows.map(({ file, line, message }) => ({ file, line, message })),
    left,
  };
}
