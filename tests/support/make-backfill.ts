import type { ProjectId } from "@/lib/kernel/brand";
import type { Database } from "@/lib/platform/postgres/prisma";

export interface BackfillIds {
  readonly projectId: ProjectId;
  readonly syncId: number;
  readonly backfillId: number;
}

const one = ({ projectId, backfillId: id }: BackfillIds) => ({ projectId, id });

/** What a sender could put into the verbs of backfills. */
export const BACKFILL_CALLS: Readonly<Record<string, (ids: BackfillIds) => object>> = {
  createBackfill: ({ projectId, syncId }) => ({
    projectId,
    destinations: [syncId],
    starts: false,
    from: { kind: "file", files: [{ name: "a.json", bytes: 1 }] },
  }),
  changeBackfill: (ids) => ({ ...one(ids), change: "cancel" }),
  getBackfill: one,
  listBackfills: ({ projectId }) => ({ projectId }),
  storePart: (ids) => ({ ...one(ids), file: 0, part: 0 }),
  finishUpload: one,
};

/** One whose file has not come yet. */
export async function makeBackfill(db: Database, projectId: ProjectId, syncId: number) {
  const { id } = await db.backfill.create({
    data: {
      ...{ projectId, origin: "file", name: "a.json", destinations: [syncId], usersOnly: false },
      ...{ phase: "upload", starts: false, createdBy: "system" },
    },
  });
  return id;
}
