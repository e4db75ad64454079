import { z } from "zod";
import type { Context } from "@/lib/admin/verb/context";
import { found, parseInput, projectIdSchema, requirePerson } from "@/lib/admin/verb/guards";
import type { WholeEvent } from "@/lib/engine/pipeline/source/event";
import { toEventSummary } from "./event-row";
import type { EventDetail } from "./event-view";
import { fateOf } from "./fate-of";
import { readEvent } from "./read-event";

const getEventInput = z.object({
  projectId: projectIdSchema,
  offset: z.coerce.number().int().positive(),
});

/** One event of the log, with what every sync of the project did with it and why. */
export async function getEvent(
  ctx: Context,
  rawInput: z.input<typeof getEventInput>,
): Promise<EventDetail> {
  requirePerson(ctx);
  const { projectId, offset } = parseInput(getEventInput, rawInput);
  const event = found(
    await readEvent(ctx, projectId, offset),
    `Event ${offset} of project ${projectId}`,
  );
  return { ...toEventDetail(event), fates: await fateOf(ctx, projectId, event) };
}

export const toEventDetail = (event: WholeEvent): Omit<EventDetail, "fates"> => ({
  ...toEventSummary(event),
  insertId: event.insertId,
  payload: event.payload,
  userProperties: event.userProperties,
  userChanges: event.userChanges,
});
