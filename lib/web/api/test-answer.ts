import { type Preview, previewSync } from "@/lib/admin/syncs/test/preview-sync";
import { testSyncConnection } from "@/lib/admin/syncs/test/test-sync-connection";
import type { Context } from "@/lib/admin/verb/context";
import { parseJson } from "@/lib/kernel/parse-json";

/** Amplitude's test result. */
interface TestAnswer {
  readonly ok: boolean;
  readonly detail: string | null;
  readonly example_payload: object | null;
}

/** With an event: what would be sent for it. Without: whether the credentials are good, and what an example would send. */
export async function testDestination(
  ctx: Context,
  target: { readonly id: number; readonly projectId: number },
  payload: string | undefined,
): Promise<TestAnswer> {
  if (payload !== undefined) {
    const preview = await previewSync(asReader(ctx), { ...target, payload });
    return {
      ok: preview.outcome.kind === "ready",
      detail: detailOf(preview),
      example_payload: payloadOf(preview),
    };
  }
  const { kind, message } = await testSyncConnection(ctx, target);
  const preview = await previewSync(asReader(ctx), target);
  return { ok: kind === "connected", detail: message, example_payload: payloadOf(preview) };
}

/** The preview is part of the test, which asked for its own scope. */
const asReader = (ctx: Context): Context => ({ ...ctx, actor: { kind: "system" } });

function detailOf({ outcome, warnings }: Preview): string | null {
  if (outcome.kind !== "ready") return `Would be ${outcome.kind}: ${outcome.message}`;
  return warnings.length === 0 ? null : warnings.join("; ");
}

const payloadOf = ({ outcome, identifier }: Preview): object => ({
  outcome: outcome.kind,
  reason: outcome.kind === "ready" ? null : outcome.reason,
  identifier,
  requests:
    outcome.kind === "ready"
      ? outcome.requests.map(({ body, ...request }) => ({ ...request, body: parseJson(body) }))
      : [],
});
