import { Panel } from "@/components/ui/data/panel";

const STEPS = [
  "In Amplitude, open Data, then Catalog, tab Destinations, and choose Webhook under Event Streaming.",
  "Enter a sync name and choose Create Sync.",
  "Enter the Webhook URL from above.",
  "Under Headers add one: X-Tributary-Secret, with the secret as its value.",
  "Turn on Send Events and select the events. Leave the payload as it is.",
  "Turn on Send Users, unless your SDKs send here as well: then each update would come twice.",
  "Set Status to Enabled and choose Save.",
] as const;

const NOTES = [
  "Amplitude sends nothing that happened before it was enabled, and aims at a minute from there to here.",
  "Each event brings its user's properties as Amplitude has them: what differs from here is taken over, what is missing stays.",
  "An event that your SDKs also send here is kept once: it is known by its insert_id and device, for seven days.",
  "Nothing of it is sent back to Amplitude by Amplitude - Relay.",
] as const;

/** How to set a webhook up, in Amplitude's words. */
export function WebhookSteps() {
  return (
    <Panel title="Set it up in Amplitude" level={3}>
      <div className="flex flex-col gap-4 text-sm">
        <ol className="flex list-decimal flex-col gap-1.5 pl-5">
          {STEPS.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
        <ul className="flex list-disc flex-col gap-1.5 pl-5 text-muted">
          {NOTES.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      </div>
    </Panel>
  );
}
