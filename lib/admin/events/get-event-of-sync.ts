import { z } from "zod";
import { shown } from "@/lib/admin/access/shown";
import { requireSync } from "@/lib/admin/syncs/require-sync";
import type { Context } from "@/lib/admin/verb/context";
import {
  found,
  parseInput,
  projectIdSchema,
  requireScope,
  syncIdSchema,
} from "@/lib/admin/verb/guards";
import { stringifyJson } from "@/lib/kernel/stringify-json";
import { actualWords, clauseWords } from "./clause-words";
import { toEventSummary } from "./event-row";
import type { EventSummary } from "./event-view";
import type { FateClause, FateWithAttempts } from "./fate";
import { fateOf } from "./fate-of";
import { readEvent } from "./read-event";

export const getEventOfSyncInput = z.object({
  syncId: syncIdSchema,
  projectId: projectIdSchema.optional(),
  offset: z.coerce.number().int().positive(),
});

/** An event and what became of it for one sync, for the browser: what may hold exact numbers is text. */
export interface EventOfSync {
  readonly event: EventSummary;
  readonly received: string;
  readonly fate: Omit<FateWithAttempts, "clause"> & { readonly clause: string | null };
}

/** One event of the log, with what this sync did with it and why. */
export async function getEventOfSync(
  ctx: Context,
  rawInput: z.input<typeof getEventOfSyncInput>,
): Promise<EventOfSync> {
  requireScope(ctx, "destinations:read");
  const { syncId, projectId, offset } = parseInput(getEventOfSyncInput, rawInput);
  const sync = await requireSync(ctx, syncId, projectId);
  const event = found(await readEvent(ctx, sync.projectId, offset), `Event ${offset}`);
  const fates = await fateOf(ctx, sync.projectId, event);
  const own = found(
    fates.find((each) => each.syncId === syncId),
    `What sync ${syncId} did with event ${offset}`,
  );
  const { payload, fate } = shown(ctx, sync.projectId, { payload: event.payload, fate: own });
  return {
    event: shown(ctx, sync.projectId, toEventSummary(event)),
    received: stringifyJson(payload, 2),
    fate: { ...fate, clause: fate.clause === null ? null : clauseText(fate.clause) },
  };
}

/** What the clause asks for and what the event had: `price is greater than 10; here it is 4`. Pure. */
export const clauseText = (clause: FateClause): string =>
  `${clauseWords(clause)}; here it is ${actualWords(clause.actual)}`;
