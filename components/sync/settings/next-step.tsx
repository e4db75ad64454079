import { Callout } from "@/components/ui/callout";
import type { Sync } from "@/lib/syncs/sync";

/** What to do next until the sync sends something. */
export function NextStep({ sync }: { readonly sync: Sync }) {
  const step = nextStep(sync);
  return step === null ? null : <Callout title="Next step">{step}</Callout>;
}

function nextStep({ enabled, config, secretHints, settings }: Sync): string | null {
  if (!config["site_id"] || secretHints["api_key"] === undefined) {
    return "Press Edit, enter your Customer.io Site ID and Tracking API Key, and save.";
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
