import { Callout } from "@/components/ui/data/callout";
import type { Sync } from "@/lib/admin/syncs/sync";
import type { ConnectorDefinition } from "@/lib/engine/connectors/connector";
import { missingParameters } from "@/lib/engine/connectors/parameters";

/** What to do next until the sync sends something. */
export function NextStep({
  sync,
  definition,
}: {
  readonly sync: Sync;
  readonly definition: ConnectorDefinition;
}) {
  const step = nextStep(sync, definition);
  return step === null ? null : <Callout title="Next step">{step}</Callout>;
}

function nextStep(
  { enabled, config, secretHints, settings }: Sync,
  { parameters, streams }: ConnectorDefinition,
): string | null {
  const missing = missingParameters(parameters, config, Object.keys(secretHints));
  if (missing.length > 0) {
    const labels = new Intl.ListFormat("en").format(missing.map(({ label }) => label));
    return `Press Edit, enter your ${labels}, and save.`;
  }
  if (streams === "everything") {
    return enabled
      ? null
      : "Press Edit and turn Status from Disabled to Enabled: from then on every accepted event is sent.";
  }
  if (!settings.sendEvents && !settings.sendUsers) {
    return "Press Edit and enable Create & Update Users, Send Events, or both.";
  }
  if (settings.sendEvents && settings.eventRows.length === 0) {
    return "Press Edit, expand “1. Select and filter events”, and select which events to send.";
  }
  return enabled
    ? null
    : "Check the Mappings tab. Then press Edit here and turn Status from Disabled to Enabled to start streaming.";
}
