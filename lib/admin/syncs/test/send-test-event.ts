import { z } from "zod";
import { shown } from "@/lib/admin/access/shown";
import { writeAudit } from "@/lib/admin/audit/write-audit";
import { explainFate } from "@/lib/admin/reasons/explain";
import { requireSync } from "@/lib/admin/syncs/require-sync";
import { missingErrors } from "@/lib/admin/syncs/save/apply-patch";
import { syncPatchSchema } from "@/lib/admin/syncs/save/patch-schema";
import { mergeSecrets } from "@/lib/admin/syncs/save/secrets";
import type { Context } from "@/lib/admin/verb/context";
import {
  invalidInput,
  parseInput,
  projectIdSchema,
  requireScope,
  syncIdSchema,
} from "@/lib/admin/verb/guards";
import { openSync, type RunnableSync } from "@/lib/engine/connectors/open-sync";
import { connectorOf } from "@/lib/engine/connectors/registry";
import type { Attempt, Encoded, Verdict } from "@/lib/engine/pipeline/ports";
import type { WholeEvent } from "@/lib/engine/pipeline/source/event";
import { eventUuid } from "@/lib/engine/store/event-log/event-uuid";
import { draftedState } from "./drafted-state";
import { eventToTry, eventToTryFields, isOneEvent } from "./event-to-try";
import { type PreviewRequest, requestsOf } from "./preview-sync";
import { markedSettings, testEventOf } from "./test-event";

/** Longer than a worker waits for an answer. */
const TIMEOUT_MS = 30_000;

export const sendTestEventInput = z
  .object({
    id: syncIdSchema,
    projectId: projectIdSchema.optional(),
    ...eventToTryFields,
    draft: syncPatchSchema.default({}),
    /** The value of the identifier that it is sent for. */
    person: z.string().trim().min(1, "Enter whom it is sent for").max(1024),
  })
  .refine(isOneEvent, { message: "Give a payload or a uuid, and not both", path: ["payload"] });

/** One request that really went out, and what was answered. */
export interface TestRequest extends PreviewRequest {
  /** Null without an answer. */
  readonly status: number | null;
  readonly durationMs: number;
  readonly isAccepted: boolean;
  /** As the destination worded it, secrets scrubbed; null when all was accepted. */
  readonly answer: string | null;
  /** In words; null when all was accepted. */
  readonly message: string | null;
}

/**
 * Really sends an event to the destination, as the draft would send it, marked and for the person who is named: the
 * settings decide over the event as it was, whoever it was. Outside of the log, so no delivery, no retry and no count
 * tells of it; the audit log does.
 */
export async function sendTestEvent(
  ctx: Context,
  rawInput: z.input<typeof sendTestEventInput>,
): Promise<readonly TestRequest[]> {
  requireScope(ctx, "destinations:write");
  requireScope(ctx, "events:read");
  const { id, projectId, draft, person, ...which } = parseInput(sendTestEventInput, rawInput);
  const sync = await requireSync(ctx, id, projectId, "destinations:write");
  const { definition } = connectorOf(sync.partner);
  const { state, secrets } = draftedState(sync, draft);
  const missing = missingErrors(definition, state);
  if (missing.length > 0) throw invalidInput(missing);
  const event = await eventToTry(ctx, sync.projectId, which);
  const nowMs = ctx.clock.now();
  const test = testEventOf(event, { person, uuid: eventUuid(nowMs), nowMs });
  const opened = openSync(
    {
      partner: sync.partner,
      config: state.config,
      settings: markedSettings(state.settings),
      secrets: mergeSecrets(ctx, sync, secrets),
    },
    ctx,
  );
  const encoded = encodeFor(person, test, opened, definition.displayName);
  await ctx.db.$transaction((tx) =>
    writeAudit(tx, ctx, {
      action: "sync.test_event_sent",
      projectId: sync.projectId,
      target: sync.name,
      details: { syncId: id, event: event.eventType, person },
    }),
  );
  return shown(ctx, sync.projectId, await sendAll(encoded, opened));
}

type Ready = Extract<Encoded, { readonly kind: "ready" }>;

/** What goes out; AppError `invalid_input` when the settings do not send the event. */
function encodeFor(
  person: string,
  test: WholeEvent,
  { planner, destination }: RunnableSync,
  displayName: string,
): Ready {
  const plan = planner.plan(test);
  if (test.kind === "group_identify") {
    throw refused("A group update is about nobody: choose another event");
  }
  if (plan.kind !== "planned") {
    const { title } = explainFate(plan.kind, plan.reason, displayName);
    throw refused(`These settings do not send this event: ${title}`);
  }
  const encoded = destination.encode(test, { ...plan, identifier: person });
  if (encoded.kind !== "ready") throw refused(encoded.message);
  return encoded;
}

const refused = (message: string) => invalidInput([{ field: "person", message, code: "not_sent" }]);

/** One after the other; what is not accepted ends it. */
async function sendAll(
  encoded: Ready,
  { destination }: RunnableSync,
): Promise<readonly TestRequest[]> {
  const sent: TestRequest[] = [];
  for (const request of requestsOf(encoded, destination)) {
    const attempt = await destination.send(request, AbortSignal.timeout(TIMEOUT_MS));
    const { method, path, body, bytes } = request;
    const message = problemOf(attempt);
    const { status, durationMs, answer } = attempt;
    const isAccepted = message === null;
    sent.push({ method, path, body, bytes, status, durationMs, answer, isAccepted, message });
    if (message !== null) break;
  }
  return sent;
}

function problemOf({ verdict }: Attempt): string | null {
  if (verdict.kind !== "settled") return verdict.message;
  return verdict.operations.map(messageOf).find((message) => message !== null) ?? null;
}

type Operation = Extract<Verdict, { readonly kind: "settled" }>["operations"][number];

function messageOf(operation: Operation): string | null {
  switch (operation.kind) {
    case "accepted":
      return null;
    case "again":
      return "It was not looked at";
    case "throttled":
    case "refused":
      return operation.message;
  }
}
