import { z } from "zod";
import { shown } from "@/lib/admin/access/shown";
import { readEvent } from "@/lib/admin/events/read-event";
import { filterReasons } from "@/lib/admin/reasons/filter-reasons";
import { requireSync } from "@/lib/admin/syncs/require-sync";
import { rowLetter } from "@/lib/admin/syncs/row-letter";
import { applyPatch } from "@/lib/admin/syncs/save/apply-patch";
import { stateOf } from "@/lib/admin/syncs/save/planned-update";
import type { Context } from "@/lib/admin/verb/context";
import {
  found,
  parseInput,
  projectIdSchema,
  requireScope,
  syncIdSchema,
} from "@/lib/admin/verb/guards";
import { evidenceFor, openSync, type RunnableSync } from "@/lib/engine/connectors/open-sync";
import type { ConnectorConfig } from "@/lib/engine/connectors/parameters";
import { connectorOf } from "@/lib/engine/connectors/registry";
import type {
  Destination,
  Identifier,
  OutboundRequest,
  Prepared,
} from "@/lib/engine/pipeline/ports";
import type { DiscardReason, FilterReason } from "@/lib/engine/pipeline/record/outcome";
import type { WholeEvent } from "@/lib/engine/pipeline/source/event";
import type { Evidence } from "@/lib/engine/pipeline/transform/evidence";
import { prepare } from "@/lib/engine/pipeline/transform/prepare";
import type { Settings } from "@/lib/engine/pipeline/transform/settings";
import type { JsonObject } from "@/lib/kernel/json";
import { exampleEvent, pastedEvent } from "./preview-event";

interface PreviewClause {
  readonly property: string;
  readonly op: string;
  readonly values: readonly string[];
  readonly holds: boolean;
}
/** One row of "Select and filter events" against the event. */
interface PreviewRow {
  /** A, B, …, Z, AA, … */
  readonly letter: string;
  readonly event: string;
  readonly nameMatches: boolean;
  readonly clauses: readonly PreviewClause[];
  readonly matches: boolean;
}
export interface PreviewRequest {
  readonly method: "POST" | "PUT";
  /** Path on the Track API. */
  readonly path: string;
  /** JSON text exactly as it would be sent. */
  readonly body: string;
  /** Bytes of `body` in UTF-8. */
  readonly bytes: number;
}
type PreviewOutcome =
  | { readonly kind: "filtered"; readonly reason: FilterReason; readonly message: string }
  | { readonly kind: "discarded"; readonly reason: DiscardReason; readonly message: string }
  | { readonly kind: "ready"; readonly requests: readonly PreviewRequest[] };

export interface Preview {
  /** The event as it would be read from the log. */
  readonly event: {
    readonly eventType: string;
    readonly kind: string;
    readonly userId: string | null;
    readonly deviceId: string | null;
    readonly payload: JsonObject;
    readonly userProperties: JsonObject;
  };
  readonly rows: readonly PreviewRow[];
  readonly identifier: Identifier | null;
  readonly outcome: PreviewOutcome;
  readonly warnings: readonly string[];
}

const previewSyncInput = z.object({
  id: syncIdSchema,
  projectId: projectIdSchema.optional(),
  /** JSON text of one Amplitude event … */
  payload: z.string().max(1_000_000).optional(),
  /** … or the offset of a stored one; without either a made-up example. */
  offset: z.coerce.number().int().positive().optional(),
  /** The form as it stands, unsaved. */
  config: z.record(z.string(), z.unknown()).optional(),
  settings: z.record(z.string(), z.unknown()).optional(),
});
type PreviewInput = z.input<typeof previewSyncInput>;

/** What this sync would do with one event, as edited now. Sends nothing. */
export async function previewSync(ctx: Context, rawInput: PreviewInput): Promise<Preview> {
  requireScope(ctx, "destinations:read");
  const { event, ...sync } = await resolvePreview(ctx, rawInput);
  const { displayName } = connectorOf(sync.partner).definition;
  const preview = previewOf(
    event,
    displayName,
    evidenceFor(sync, event),
    openSync({ ...sync, secrets: {} }, ctx),
  );
  return shown(ctx, event.projectId, preview);
}

/** Second and third guard of a preview: the event, and the settings as edited. */
async function resolvePreview(
  ctx: Context,
  rawInput: PreviewInput,
): Promise<{
  readonly event: WholeEvent;
  readonly partner: string;
  readonly config: ConnectorConfig;
  readonly settings: Settings;
}> {
  const { id, projectId, payload, offset, config, settings } = parseInput(
    previewSyncInput,
    rawInput,
  );
  const row = await requireSync(ctx, id, projectId);
  const from = { ...stateOf(row), enabled: false };
  const { state } = applyPatch(connectorOf(row.partner).definition, from, { config, settings });
  const event =
    offset === undefined
      ? await pastedEvent(ctx, row.projectId, payload ?? exampleEvent(state.settings))
      : found(await readEvent(ctx, row.projectId, offset), `Event ${offset}`);
  return { event, partner: row.partner, config: state.config, settings: state.settings };
}

/** Pure. */
function previewOf(
  event: WholeEvent,
  displayName: string,
  evidence: Evidence,
  { planner, destination }: RunnableSync,
): Preview {
  const prepared = prepare(event, planner, destination);
  const { eventType, kind, userId, deviceId, payload, userProperties } = event;
  return {
    event: { eventType, kind, userId, deviceId, payload, userProperties },
    rows: previewRows(evidence),
    identifier: prepared.kind === "filtered" ? null : prepared.identifier,
    outcome: outcomeOf(prepared, destination, displayName),
    warnings: prepared.kind === "ready" ? prepared.warnings : [],
  };
}

const previewRows = ({ rows }: Evidence): readonly PreviewRow[] =>
  rows.map(({ row, namesEvent, clauses }, index) => ({
    letter: rowLetter(index),
    event: row.event,
    nameMatches: namesEvent,
    clauses: clauses.map(({ property, op, values, holds }) => ({ property, op, values, holds })),
    matches: namesEvent && clauses.every(({ holds }) => holds),
  }));

function outcomeOf(
  prepared: Prepared,
  destination: Destination,
  displayName: string,
): PreviewOutcome {
  switch (prepared.kind) {
    case "filtered":
      return {
        kind: "filtered",
        reason: prepared.reason,
        message: filterReasons(displayName)[prepared.reason].means,
      };
    case "discarded":
      return { kind: "discarded", reason: prepared.reason, message: prepared.message };
    case "ready":
      return {
        kind: "ready",
        requests: requestsOf(prepared, destination).map(({ method, path, body, bytes }) => ({
          method,
          path,
          body,
          bytes,
        })),
      };
  }
}

/** The requests of one event alone, in sending order: one batch, or one request for each operation that must go alone. */
export function requestsOf(
  { operations }: Extract<Prepared, { kind: "ready" }>,
  destination: Destination,
): readonly OutboundRequest<null>[] {
  if (operations.every(({ alone }) => !alone)) {
    return [destination.batch(operations.map((operation) => ({ item: null, operation })))];
  }
  return operations.map((operation) =>
    operation.alone
      ? {
          ...operation.single,
          bytes: Buffer.byteLength(operation.single.body),
          operations: [{ item: null, operation }],
        }
      : destination.batch([{ item: null, operation }]),
  );
}
