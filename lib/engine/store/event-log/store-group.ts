import type { Pool } from "pg";
import { createPartitions } from "@/lib/engine/store/partitions";
import type { ProjectId } from "@/lib/kernel/brand";
import { systemClock } from "@/lib/kernel/clock";
import { AppError } from "@/lib/kernel/errors";
import { DatabaseAway, isMissingPartition, isOutage } from "@/lib/platform/postgres/errors";
import { type AppendMemory, appendGroup, UnknownAppend, wasAppended } from "./append-group";
import type { AppendLimits } from "./append-limits";
import type { PreparedEvent } from "./prepare-events";

/** Between two attempts to find out what became of a commit. */
const LOOK_MS = 250;

/**
 * Stores as many events of a group as one transaction may take, in their order and at least one, and returns of each of
 * those whether it was stored (false: a duplicate). What was rolled back for the database's sake is tried once more,
 * under the same ids, while there is time; a commit without an answer is looked up before anything is said. Rejects when
 * nothing of it was stored, or with AppError `outcome_unknown`.
 */
export async function storeGroup(
  pool: Pool,
  project: ProjectId,
  events: readonly PreparedEvent[],
  memory: AppendMemory,
  limits: AppendLimits,
): Promise<readonly boolean[]> {
  const startedMs = performance.now();
  const { transactionMsMax: deadlineMs, writingMsMax } = limits;
  const append = async () => {
    try {
      return await appendGroup(pool, project, events, memory, { deadlineMs, writingMsMax });
    } catch (error) {
      if (!(error instanceof UnknownAppend)) throw error;
      const untilMs = startedMs + limits.requestMsMax;
      if (await isStored(pool, project, error, untilMs, limits)) return error.stored;
      throw new DatabaseAway(error.cause);
    }
  };
  try {
    return await append();
  } catch (error) {
    if (isMissingPartition(error)) await createPartitions(pool).catch(throwAway);
    else if (!isOutage(error) || performance.now() - startedMs > limits.transactionMsMax)
      throw error;
    return append();
  }
}

/** Days without partitions are nobody's fault among those who send. */
const throwAway = (error: unknown): never => {
  throw new DatabaseAway(error);
};

/** Asks until it is told, or until `untilMs`. */
async function isStored(
  pool: Pool,
  project: ProjectId,
  unknown: UnknownAppend,
  untilMs: number,
  { transactionMsMax }: AppendLimits,
): Promise<boolean> {
  for (;;) {
    try {
      return await wasAppended(pool, project, unknown.at, transactionMsMax / 2);
    } catch (error) {
      // The project is gone, and its events with it.
      if (error instanceof AppError) throw error;
      if (performance.now() + LOOK_MS > untilMs)
        throw new AppError("outcome_unknown", `${unknown.message}. Asking again: ${error}`);
      await systemClock.sleep(LOOK_MS);
    }
  }
}
