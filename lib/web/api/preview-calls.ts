import { getSync } from "@/lib/admin/syncs/get-sync";
import { draftImpact } from "@/lib/admin/syncs/test/draft-impact";
import { traceEvent } from "@/lib/admin/syncs/test/trace-event";
import { stringifyJson } from "@/lib/kernel/stringify-json";
import { route } from "@/lib/web/route";
import { impactAnswer, testAnswer, traceAnswer } from "./answer-schemas";
import { toImpactResource } from "./impact-resource";
import { destinationParams, impactBody, previewBody, testBody, toTarget } from "./inputs";
import { toSyncPatch, withApiFields } from "./patch";
import { testDestination } from "./test-answer";
import { toTraceResource } from "./trace-resource";

/** What the destination would make of an event, under its settings, a version of them or a draft. Sends nothing. */
export const previewEvent = route(
  { scope: "destinations:read", params: destinationParams, body: previewBody, answer: traceAnswer },
  async ({ ctx, params, body: { event, event_uuid, draft, version } }) => {
    const target = toTarget(params);
    const { partner } = await getSync(ctx, target);
    return toTraceResource(
      await withApiFields(draft ?? {}, () =>
        traceEvent(ctx, {
          ...target,
          payload: event === undefined ? undefined : stringifyJson(event),
          uuid: event_uuid,
          version,
          draft: draft === undefined ? undefined : toSyncPatch(partner, draft),
        }),
      ),
    );
  },
);

/** What a draft would change over the newest events. Sends nothing. */
export const impactOfDraft = route(
  { scope: "destinations:read", params: destinationParams, body: impactBody, answer: impactAnswer },
  async ({ ctx, params, body: { draft, events } }) => {
    const target = toTarget(params);
    const { partner } = await getSync(ctx, target);
    return toImpactResource(
      await withApiFields(draft, () =>
        draftImpact(ctx, { ...target, draft: toSyncPatch(partner, draft), events }),
      ),
    );
  },
);

/** Asks the destination whether it takes the credentials; with an event, what would be sent for it. */
export const testOneDestination = route(
  { scope: "destinations:write", params: destinationParams, body: testBody, answer: testAnswer },
  ({ ctx, params, body }) => testDestination(ctx, toTarget(params), body.test_event_payload),
);
