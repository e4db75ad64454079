import { z } from "zod";
import { listSyncVersions } from "@/lib/admin/syncs/list-sync-versions";
import { requireSync } from "@/lib/admin/syncs/require-sync";
import type { KnownSync } from "@/lib/admin/syncs/sync-row";
import { type PreviewRequest, requestsOf } from "@/lib/admin/syncs/test/preview-sync";
import { versionState } from "@/lib/admin/syncs/version-state";
import type { Context } from "@/lib/admin/verb/context";
import {
  found,
  parseInput,
  projectIdSchema,
  requirePerson,
  syncIdSchema,
  versionSchema,
} from "@/lib/admin/verb/guards";
import { evidenceFor, openSync } from "@/lib/engine/connectors/open-sync";
import type { Identifier } from "@/lib/engine/pipeline/ports";
import type { WholeEvent } from "@/lib/engine/pipeline/source/event";
import type { Evidence } from "@/lib/engine/pipeline/transform/evidence";
import { prepare } from "@/lib/engine/pipeline/transform/prepare";
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

/** What the settings of one version make of an event. */
export interface Traced {
  readonly version: number;
  readonly evidence: Evidence;
  readonly identifier: Identifier | null;
  /** In sending order; empty for what is not sent. */
  readonly requests: readonly PreviewRequest[];
  /** Why it is not sent; null for what is. */
  readonly notSent: { readonly reason: string; readonly message: string | null } | null;
  readonly warnings: readonly string[];
}

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
  /** Under the version that was chosen; null when this build cannot read it. */
  readonly chosen: Traced | null;
  /** Under the version that decided, where another one was chosen; null where none decided. */
  readonly decided: Traced | null;
}

export interface Why {
  readonly event: Omit<EventDetail, "fates">;
  /** Of every sync of the project. */
  readonly fates: readonly FateWithAttempts[];
  /** Null when the project has no sync. */
  readonly trace: Trace | null;
}

/** What became of one event, and why: the fate for each sync, and for one of them everything it was decided by. */
export async function whyEvent(
  ctx: Context,
  rawInput: z.input<typeof whyEventInput>,
): Promise<Why> {
  requirePerson(ctx);
  const { projectId, offset, syncId, version } = parseInput(whyEventInput, rawInput);
  const event = found(await readEvent(ctx, projectId, offset), `Event ${offset}`);
  const fates = await fateOf(ctx, projectId, event);
  const fate = syncId === undefined ? fates[0] : fates.find((each) => each.syncId === syncId);
  if (fate === undefined && syncId !== undefined) found(null, `Sync ${syncId}`);
  return {
    event: toEventDetail(event),
    fates,
    trace: fate === undefined ? null : await traceOf(ctx, event, fate, version),
  };
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
    chosen: await tracedUnder(ctx, event, sync, chosen),
    decided: isOther ? await tracedUnder(ctx, event, sync, fate.version) : null,
  };
}

/** Decides nothing: it asks the planner and the connector what they decide, and tells it. */
async function tracedUnder(
  ctx: Context,
  event: WholeEvent,
  sync: KnownSync,
  version: number,
): Promise<Traced | null> {
  const row = await ctx.db.syncVersion.findUnique({
    where: { syncId_version: { syncId: sync.id, version } },
  });
  const state = versionState(sync.partner, row?.state);
  if (state === null) return null;
  const { planner, destination } = openSync({ partner: sync.partner, ...state, secrets: {} }, ctx);
  const evidence = evidenceFor({ partner: sync.partner, ...state }, event);
  const prepared = prepare(event, planner, destination);
  const told = { version, evidence, requests: [], warnings: [] };
  switch (prepared.kind) {
    case "filtered":
      return { ...told, identifier: null, notSent: { reason: prepared.reason, message: null } };
    case "discarded": {
      const { reason, message, identifier } = prepared;
      return { ...told, identifier, notSent: { reason, message } };
    }
    case "ready": {
      const { identifier, warnings } = prepared;
      const requests = requestsOf(prepared, destination).map(({ method, path, body, bytes }) => ({
        method,
        path,
        body,
        bytes,
      }));
      return { ...told, identifier, warnings, requests, notSent: null };
    }
  }
}
