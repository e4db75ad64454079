import { z } from "zod";
import { createDispatcher } from "@/lib/destinations/customerio/sender";
import type { Attempt, Destination } from "@/lib/pipeline/ports";
import type { Event } from "@/lib/pipeline/source/event";
import type { Settings } from "@/lib/pipeline/transform/settings";
import { applyPatch } from "@/lib/syncs/apply-patch";
import { openDestination } from "@/lib/syncs/open-destination";
import { partnerOf } from "@/lib/syncs/partner";
import { stateOf } from "@/lib/syncs/planned-update";
import {
  type Preview,
  previewOf,
  previewSyncInput,
  requestsOf,
  resolvePreview,
} from "@/lib/syncs/preview-sync";
import { requireSync } from "@/lib/syncs/require-sync";
import { mergeSecrets } from "@/lib/syncs/secrets";
import type { Context } from "@/lib/verbs/context";
import { invalidInput, parseInput, requireScope } from "@/lib/verbs/guards";

const TIMEOUT_MS = 15_000;

export interface TestAttempt {
  readonly path: string;
  readonly status: number | null;
  readonly durationMs: number;
  readonly accepted: boolean;
  /** What Customer.io said, or the network error; null when it accepted. */
  readonly answer: string | null;
}

export interface TestSend {
  readonly preview: Preview;
  /** One entry for each request that was sent; none when the event is filtered or discarded. */
  readonly attempts: readonly TestAttempt[];
}

export const sendTestEventInput = previewSyncInput.extend({
  secrets: z.record(z.string(), z.string()).optional(),
});

/** Really sends one event with the sync's settings, outside the log: it is not counted. Stops at the first refusal. */
export async function sendTestEvent(
  ctx: Context,
  rawInput: z.input<typeof sendTestEventInput>,
): Promise<TestSend> {
  requireScope(ctx, "destinations:write");
  const { secrets: given, ...input } = parseInput(sendTestEventInput, rawInput);
  const { event, config, settings } = await resolvePreview(ctx, input);
  const row = await requireSync(ctx, input.id, input.projectId);
  const partner = partnerOf(row.partner);
  const from = { ...stateOf(row), enabled: false };
  const next = applyPatch(partner, from, { config: input.config, secrets: given });
  const missing = partner.missing(next.state.config, next.state.secretsSet);
  if (missing.length > 0) throw invalidInput(missing);
  const secrets = mergeSecrets(ctx, row, next.secrets);
  const dispatcher = createDispatcher();
  const destination = openDestination(ctx, config, settings, secrets, dispatcher);
  try {
    return await sendOne(event, settings, destination);
  } finally {
    await dispatcher.destroy();
  }
}

async function sendOne(
  event: Event,
  settings: Settings,
  destination: Destination,
): Promise<TestSend> {
  const preview = previewOf(event, settings, destination);
  const prepared = destination.prepare(event);
  if (prepared.kind !== "ready") return { preview, attempts: [] };
  const attempts: TestAttempt[] = [];
  for (const request of requestsOf(prepared, destination)) {
    const attempt = await destination.send(request, AbortSignal.timeout(TIMEOUT_MS));
    attempts.push(toTestAttempt(request.path, attempt));
    if (!isAccepted(attempt)) break;
  }
  return { preview, attempts };
}

const toTestAttempt = (path: string, attempt: Attempt): TestAttempt => ({
  path,
  status: attempt.status,
  durationMs: Math.round(attempt.durationMs),
  accepted: isAccepted(attempt),
  answer: attempt.answer,
});

const isAccepted = ({ verdict }: Attempt): boolean =>
  verdict.kind === "settled" && verdict.operations.every(({ kind }) => kind === "accepted");
