import { z } from "zod";
import { offsetOf } from "@/lib/admin/events/offset-of";
import { readEvent } from "@/lib/admin/events/read-event";
import type { Context } from "@/lib/admin/verb/context";
import { found } from "@/lib/admin/verb/guards";
import type { WholeEvent } from "@/lib/engine/pipeline/source/event";
import type { ProjectId } from "@/lib/kernel/brand";
import { pastedEvent } from "./preview-event";

/** Which event settings are tried on: one of the two. */
export const eventToTryFields = {
  /** JSON text of one Amplitude event, or … */
  payload: z.string().max(1_000_000).optional(),
  /** … the UUID of a stored one. */
  uuid: z.uuid().optional(),
};

interface EventToTry {
  readonly payload?: string | undefined;
  readonly uuid?: string | undefined;
}

export const isOneEvent = ({ payload, uuid }: EventToTry): boolean =>
  (payload === undefined) !== (uuid === undefined);

/** The pasted event, or the stored one: AppError `not_found` when the log does not hold it. */
export async function eventToTry(
  ctx: Context,
  projectId: ProjectId,
  { payload, uuid }: EventToTry,
): Promise<WholeEvent> {
  if (uuid === undefined) return pastedEvent(ctx, projectId, payload ?? "");
  const offset = await offsetOf(ctx, projectId, uuid);
  const event = offset === null ? null : await readEvent(ctx, projectId, offset);
  return found(event, `Event ${uuid}`);
}
