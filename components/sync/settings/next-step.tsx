import { Callout } from "@/components/ui/data/callout";
import type { Sync } from "@/lib/admin/syncs/sync";
import type { ConnectorDefinition } from "@/lib/engine/connectors/connector";
import { missingParameters } from "@/lib/engine/connectors/parameters";

/** What to do next until the sync can send something, then that it is disabled. */
export function NextStep({
  sync,
  definition,
}: {
  readonly sync: Sync;
  readonly definition: ConnectorDefinition;
}) {
  const step = nextStep(sync, definition);
  if (step !== null) return <Callout title="Next step">{step}</Callout>;
  return sync.enabled ? null : (
    <Callout title="Disabled: nothing is sent">
      Press Edit and turn Status from Disabled to Enabled.{" "}
      {definition.streams === "everything"
        ? "From then on every accepted event is sent."
        : "Before the first time, check the Mappings tab."}
    </Callout>
  );
}

function nextStep(
  { config, secretHints, settings }: Sync,
  { parameters, streams }: ConnectorDefinition,
): string | null {
  const missing = missingParameters(parameters, config, Object.keys(secretHints));
  if (missing.length > 0) {
    const labels = new Intl.ListFormat("en").format(missing.map(({ label }) => label));
    return `Press Edit, enter your ${labels}, and save.`;
  }
  if (streams === "everything") return null;
  if (!settings.sendEvents && !settings.sendUsers) {
    return "Press Edit and enable Create & Update Users, Send Events, or both.";
  }
  if (settings.sendEvents && settings.eventRows.length === 0) {
    return "Press Edit, expand “1. Select and filter events”, and select which events to send.";
  }
  return null;
}
