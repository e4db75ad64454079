import { z } from "zod";
import { shown } from "@/lib/admin/access/shown";
import { type EventReports, reportsOfEvent } from "@/lib/admin/reports/reports-of-event";
import { listSyncVersions } from "@/lib/admin/syncs/list-sync-versions";
import { requireSync } from "@/lib/admin/syncs/require-sync";
import type { KnownSync } from "@/lib/admin/syncs/sync-row";
import { type EventTrace, traceEvent } from "@/lib/admin/syncs/test/trace-event";
import type { Context } from "@/lib/admin/verb/context";
import {
  found,
  parseInput,
  projectIdSchema,
  requireIn,
  requirePerson,
  syncIdSchema,
  versionSchema,
} from "@/lib/admin/verb/guards";
import type { WholeEvent } from "@/lib/engine/pipeline/source/event";
import { AppError, type AppErrorCode } from "@/lib/kernel/errors";
import type { EventDetail } from "./event-view";
import type { FateWithAttempts } from "./fate";
import { fateOf } from "./fate-of";
import { toEventDetail } from "./get-event";
import { readEvent } from "./read-event";

const whyEventInput = z.object({
  projectId: projectIdSchema,
  offset: z.coerce.number().int().positive(),
  /** Of which the trace is; the project's first without. */
  syncId: syncIdSchema.optional(),
  /** The settings under which the event is looked at; those that decided without. */
  version: versionSchema.optional(),
});

export interface Trace {
  readonly fate: FateWithAttempts;
  /** Of the sync as it is saved now. */
  readonly current: { readonly version: number; readonly enabled: boolean };
  /** Newest first. */
  readonly versions: readonly {
    readonly version: number;
    readonly savedAt: Date;
    readonly savedBy: string;
  }[];
  /** The one that was chosen. */
  readonly version: number;
  /** Under it; null when this build cannot read it. */
  readonly chosen: EventTrace | null;
  /** Under the version that decided, where another one was chosen; null where none decided. */
  readonly decided: EventTrace | null;
}

export interface Why {
  readonly event: Omit<EventDetail, "fates">;
  /** Of every sync of the project. */
  readonly fates: readonly FateWithAttempts[];
  /** Null when the project has no sync. */
  readonly trace: Trace | null;
  /** What destinations said back after it. */
  readonly reports: EventReports;
}

/** What became of one event, and why: the fate for each sync, and for one of them everything it was decided by. */
export async function whyEvent(
  ctx: Context,
  rawInput: z.input<typeof whyEventInput>,
): Promise<Why> {
  requirePerson(ctx, "people:read");
  const { projectId, offset, syncId, version } = parseInput(whyEventInput, rawInput);
  requireIn(ctx, "people:read", projectId);
  const event = found(await readEvent(ctx, projectId, offset), `Event ${offset}`);
  const fates = await fateOf(ctx, projectId, event);
  const fate = syncId === undefined ? fates[0] : fates.find((each) => each.syncId === syncId);
  if (fate === undefined && syncId !== undefined) found(null, `Sync ${syncId}`);
  return shown(ctx, projectId, {
    event: toEventDetail(event),
    fates,
    trace: fate === undefined ? null : await traceOf(ctx, event, fate, version),
    reports: await reportsOfEvent(ctx, event),
  });
}

async function traceOf(
  ctx: Context,
  event: WholeEvent,
  fate: FateWithAttempts,
  asked: number | undefined,
): Promise<Trace> {
  const sync = await requireSync(ctx, fate.syncId);
  const versions = await listSyncVersions(ctx, { id: sync.id });
  const chosen = asked ?? fate.version ?? sync.version;
  const isOther = fate.version !== null && fate.version !== chosen;
  return {
    fate,
    current: { version: sync.version, enabled: sync.enabled },
    versions: versions.map(({ version, changedAt, changedBy }) => ({
      version,
      savedAt: changedAt,
      savedBy: changedBy,
    })),
    version: chosen,
    chosen: await tracedUnder(ctx, event, sync, chosen),
    decided: isOther ? await tracedUnder(ctx, event, sync, fate.version) : null,
  };
}

/** Null for a version that is gone, and for one that this build cannot read. */
async function tracedUnder(
  ctx: Context,
  { uuid }: WholeEvent,
  { id }: KnownSync,
  version: number,
): Promise<EventTrace | null> {
  try {
    return await traceEvent(ctx, { id, uuid, version });
  } catch (error) {
    if (error instanceof AppError && UNTOLD.includes(error.code)) return null;
    throw error;
  }
}

const UNTOLD: readonly AppErrorCode[] = ["not_found", "corrupt_settings"];
