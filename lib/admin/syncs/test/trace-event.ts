import { z } from "zod";
import { shown } from "@/lib/admin/access/shown";
import { requireSync } from "@/lib/admin/syncs/require-sync";
import { syncPatchSchema } from "@/lib/admin/syncs/save/patch-schema";
import { stateOf } from "@/lib/admin/syncs/save/planned-update";
import type { KnownSync } from "@/lib/admin/syncs/sync-row";
import { type VersionState, versionState } from "@/lib/admin/syncs/version-state";
import type { Context } from "@/lib/admin/verb/context";
import {
  found,
  parseInput,
  projectIdSchema,
  requireScope,
  syncIdSchema,
  versionSchema,
} from "@/lib/admin/verb/guards";
import { evidenceFor, openSync } from "@/lib/engine/connectors/open-sync";
import type { Identifier, LeftOut } from "@/lib/engine/pipeline/ports";
import type { WholeEvent } from "@/lib/engine/pipeline/source/event";
import type { Evidence } from "@/lib/engine/pipeline/transform/evidence";
import { prepare } from "@/lib/engine/pipeline/transform/prepare";
import { AppError } from "@/lib/kernel/errors";
import { draftedState } from "./drafted-state";
import { eventToTry, eventToTryFields, isOneEvent } from "./event-to-try";
import { type PreviewRequest, requestsOf } from "./preview-sync";

export const traceEventInput = z
  .object({
    id: syncIdSchema,
    projectId: projectIdSchema.optional(),
    ...eventToTryFields,
    /** The settings to go by: of this version, else as they are saved, … */
    version: versionSchema.optional(),
    /** … with these changes. */
    draft: syncPatchSchema.optional(),
  })
  .refine(isOneEvent, { message: "Give event or event_uuid, and not both", path: ["event"] });

/** What these settings make of one event, and everything it is decided by. */
export interface EventTrace {
  readonly event: WholeEvent;
  readonly sync: KnownSync;
  /** Of the settings; null when a draft changed them. */
  readonly version: number | null;
  readonly evidence: Evidence;
  readonly outcome: {
    readonly kind: "filtered" | "discarded" | "ready";
    readonly reason: string | null;
    readonly message: string | null;
  };
  readonly identifier: Identifier | null;
  /** Planned, and not taken by the destination. */
  readonly leftOut: readonly LeftOut[];
  /** In sending order, exactly as they would be sent; empty for what is not sent. */
  readonly requests: readonly PreviewRequest[];
}

/** Traces an event through a sync: under any of its versions, with any changes. Sends nothing. */
export async function traceEvent(
  ctx: Context,
  rawInput: z.input<typeof traceEventInput>,
): Promise<EventTrace> {
  requireScope(ctx, "destinations:read");
  // It shows the event, and of a pasted one what is known of its person.
  requireScope(ctx, "events:read");
  const input = parseInput(traceEventInput, rawInput);
  const { id, projectId, version, draft, ...which } = input;
  const sync = await requireSync(ctx, id, projectId);
  const base = version === undefined ? stateOf(sync) : await stateAt(ctx, sync, version);
  const state = draft === undefined ? base : draftedState(sync, draft, base).state;
  const event = await eventToTry(ctx, sync.projectId, which);
  const traced = trace(ctx, sync.partner, state, event);
  return shown(ctx, sync.projectId, {
    event,
    sync,
    version: draft === undefined ? (version ?? sync.version) : null,
    ...traced,
  });
}

async function stateAt(ctx: Context, sync: KnownSync, version: number): Promise<VersionState> {
  const what = `Version ${version} of sync ${sync.id}`;
  const row = await ctx.db.syncVersion.findUnique({
    where: { syncId_version: { syncId: sync.id, version } },
  });
  const state = versionState(sync.partner, found(row, what).state);
  if (state === null) throw new AppError("corrupt_settings", `${what} cannot be read`);
  return state;
}

/** Decides nothing: asks planner and connector, and tells what they say. */
function trace(
  ctx: Context,
  partner: string,
  state: VersionState,
  event: WholeEvent,
): Omit<EventTrace, "event" | "sync" | "version"> {
  const { planner, destination } = openSync({ partner, ...state, secrets: {} }, ctx);
  const evidence = evidenceFor({ partner, ...state }, event);
  const prepared = prepare(event, planner, destination);
  if (prepared.kind !== "ready") {
    const { kind, reason } = prepared;
    const message = prepared.kind === "discarded" ? prepared.message : null;
    const identifier = prepared.kind === "discarded" ? prepared.identifier : null;
    const outcome = { kind, reason, message };
    return { evidence, outcome, identifier, leftOut: [], requests: [] };
  }
  return {
    evidence,
    outcome: { kind: "ready", reason: null, message: null },
    identifier: prepared.identifier,
    leftOut: prepared.leftOut ?? [],
    requests: requestsOf(prepared, destination).map(({ method, path, body, bytes }) => ({
      method,
      path,
      body,
      bytes,
    })),
  };
}
