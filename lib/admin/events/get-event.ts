import { z } from "zod";
import { shown } from "@/lib/admin/access/shown";
import type { Context } from "@/lib/admin/verb/context";
import {
  found,
  parseInput,
  projectIdSchema,
  requireIn,
  requireScope,
} from "@/lib/admin/verb/guards";
import type { WholeEvent } from "@/lib/engine/pipeline/source/event";
import { toEventSummary } from "./event-row";
import type { EventDetail } from "./event-view";
import { fateOf } from "./fate-of";
import { offsetOf } from "./offset-of";
import { readEvent } from "./read-event";

const getEventInput = z.object({
  projectId: projectIdSchema,
  /** By its place in the log, or by its UUID. */
  offset: z.union([z.coerce.number().int().positive(), z.uuid()]),
});

/** One event of the log, with what every sync of the project did with it and why. */
export async function getEvent(
  ctx: Context,
  rawInput: z.input<typeof getEventInput>,
): Promise<EventDetail> {
  requireScope(ctx, "events:read");
  const { projectId, offset } = parseInput(getEventInput, rawInput);
  requireIn(ctx, "events:read", projectId);
  const at = typeof offset === "number" ? offset : await offsetOf(ctx, projectId, offset);
  const event = found(
    at === null ? null : await readEvent(ctx, projectId, at),
    `Event ${offset} of project ${projectId}`,
  );
  const detail = { ...toEventDetail(event), fates: await fateOf(ctx, projectId, event) };
  return shown(ctx, projectId, detail);
}

export const toEventDetail = (event: WholeEvent): Omit<EventDetail, "fates"> => ({
  ...toEventSummary(event),
  insertId: event.insertId,
  payload: event.payload,
  userProperties: event.userProperties,
  userChanges: event.userChanges,
});
