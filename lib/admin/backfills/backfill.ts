import { found } from "@/lib/admin/verb/guards";
import type { BackfillPhase, BackfillStatus } from "@/lib/engine/store/backfill/backfill-row";
import type { ProjectId } from "@/lib/kernel/brand";
import type { Backfill as Row } from "@/lib/platform/postgres/generated/client";
import type { Transaction } from "@/lib/platform/postgres/prisma";

/**
 * What a backfill is doing, in one word: its files come in, Amplitude is asked for them, their lines are counted, somebody
 * is to start it (`counted`), another of the project is before it (`queued`), or it goes on to its destinations.
 */
export type BackfillState =
  | "uploading"
  | "fetching"
  | "counting"
  | "counted"
  | "queued"
  | "running"
  | Exclude<BackfillStatus, "open">;

export interface Backfill {
  readonly id: number;
  readonly projectId: ProjectId;
  readonly origin: "file" | "amplitude_export";
  readonly name: string;
  readonly state: BackfillState;
  readonly phase: BackfillPhase;
  /** Why it does not go on, in words; empty when there is nothing to say. */
  readonly message: string;
  readonly destinations: readonly number[];
  readonly usersOnly: boolean;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly startedAt: Date | null;
  readonly completedAt: Date | null;
  readonly counts: {
    readonly lines: number;
    readonly events: number;
    /** Younger than 72 hours when they were counted. */
    readonly young: number;
    readonly people: number;
    /** Not known to the project when they were counted. */
    readonly newPeople: number;
    readonly faults: number;
    readonly firstEventAt: Date | null;
    readonly lastEventAt: Date | null;
  };
  readonly progress: {
    readonly lines: number;
    readonly added: number;
    /** Events that the project had already. */
    readonly known: number;
    readonly users: number;
  };
}

/** Pure. */
export const toBackfill = (row: Row): Backfill => ({
  id: row.id,
  projectId: row.projectId as ProjectId,
  origin: row.origin as Backfill["origin"],
  name: row.name,
  state: stateOf(row),
  phase: row.phase as BackfillPhase,
  message: row.message,
  destinations: row.destinations,
  usersOnly: row.usersOnly,
  createdAt: row.createdAt,
  createdBy: row.createdBy,
  startedAt: row.startedAt,
  completedAt: row.completedAt,
  counts: {
    lines: Number(row.lines),
    events: Number(row.events),
    young: Number(row.young),
    people: Number(row.people),
    newPeople: Number(row.newPeople),
    faults: Number(row.faults),
    firstEventAt: row.firstEventAt,
    lastEventAt: row.lastEventAt,
  },
  progress: {
    lines: Number(row.linesDone),
    added: Number(row.added),
    known: Number(row.known),
    users: Number(row.usersAdded),
  },
});

function stateOf({ status, phase, starts }: Pick<Row, "status" | "phase" | "starts">) {
  if (status !== "open") return status as Exclude<BackfillStatus, "open">;
  switch (phase as BackfillPhase) {
    case "upload":
      return "uploading";
    case "fetch":
      return "fetching";
    case "count":
      return "counting";
    case "ready":
      return starts ? "queued" : "counted";
    default:
      return "running";
  }
}

/** Third guard: the backfill of that project, its row locked until the transaction ends. */
export async function lockBackfill(
  tx: Transaction,
  id: number,
  projectId: ProjectId,
): Promise<Row> {
  await tx.$queryRaw`SELECT id FROM backfills WHERE id = ${id} FOR UPDATE`;
  const row = await tx.backfill.findUnique({ where: { id } });
  return found(row?.projectId === projectId ? row : null, `Backfill ${id}`);
}
