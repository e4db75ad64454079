"use server";

import { createElement } from "react";
import { PreviewAnswer } from "@/components/sync/preview/preview-answer";
import { findSamples, findSamplesInput } from "@/lib/admin/syncs/test/find-samples";
import { sendTestEvent, sendTestEventInput } from "@/lib/admin/syncs/test/send-test-event";
import { traceEvent, traceEventInput } from "@/lib/admin/syncs/test/trace-event";
import { connectorOf } from "@/lib/engine/connectors/registry";
import { action } from "@/lib/web/action";

export const findSamplesAction = action(findSamplesInput, findSamples);

/** Drawn here: what an event may hold (exact numbers above all) does not cross to the browser as it is. */
export const previewAction = action(traceEventInput, async (ctx, input) => {
  const traced = await traceEvent(ctx, input);
  const { displayName } = connectorOf(traced.sync.partner).definition;
  return {
    isSent: traced.outcome.kind === "ready",
    view: createElement(PreviewAnswer, { traced, destination: displayName }),
  };
});

export const sendTestAction = action(sendTestEventInput, sendTestEvent);
