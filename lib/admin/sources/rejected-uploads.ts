import { z } from "zod";
import { maySeePersonalData } from "@/lib/admin/access/may-see-personal-data";
import { getProject } from "@/lib/admin/projects/get-project";
import type { Context } from "@/lib/admin/verb/context";
import { parseInput, projectIdSchema, requireIn, requireScope } from "@/lib/admin/verb/guards";
import { NO_PROJECT } from "@/lib/engine/store/rejected-uploads";
import type { ProjectId } from "@/lib/kernel/brand";

const ROWS_MAX = 50;

/** Uploads that were refused for one fault. */
export interface RejectedUpload {
  readonly source: string;
  /** A RejectionKind, or one of a newer version. */
  readonly reason: string;
  readonly problem: string;
  /** Names of fields, or empty. */
  readonly field: string;
  /** As the SDK calls itself, or empty. */
  readonly library: string;
  /** What stood in the field of the newest; `null` when nothing did, or when it may not be seen. */
  readonly value: string | null;
  readonly valueIsHidden: boolean;
  readonly detail: string;
  readonly requests: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
}

export interface RejectedUploads {
  readonly ofProject: readonly RejectedUpload[];
  /** Their key is no project's, or could not be read: they may have been meant for any project. */
  readonly ofNone: readonly RejectedUpload[];
}

const rejectedUploadsInput = z.object({ projectId: projectIdSchema });

/** What refused uploads had wrong, newest first: 50 kinds of fault of each at most, as far as they are kept. */
export async function rejectedUploads(
  ctx: Context,
  rawInput: { projectId: number },
): Promise<RejectedUploads> {
  requireScope(ctx, "projects:read");
  const { projectId } = parseInput(rejectedUploadsInput, rawInput);
  requireIn(ctx, "projects:read", projectId);
  await getProject(ctx, { projectId });
  return {
    ofProject: await kindsOf(ctx, projectId),
    ofNone: await kindsOf(ctx, NO_PROJECT as ProjectId),
  };
}

async function kindsOf(ctx: Context, projectId: ProjectId): Promise<readonly RejectedUpload[]> {
  const rows = await ctx.db.rejectedUpload.findMany({
    where: { projectId },
    orderBy: { lastAt: "desc" },
    take: ROWS_MAX,
  });
  const isShown = maySeePersonalData(ctx, projectId);
  return rows.map(({ projectId: _, requests, value, ...row }) => ({
    ...row,
    requests: Number(requests),
    value: isShown ? value : null,
    valueIsHidden: !isShown && value !== null,
  }));
}
