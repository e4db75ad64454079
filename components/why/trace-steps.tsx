import { actualWords } from "@/lib/admin/events/clause-words";
import { propertyLabel } from "@/lib/admin/names/property-label";
import { explainFate } from "@/lib/admin/reasons/explain";
import type { EventTrace } from "@/lib/admin/syncs/test/trace-event";
import { tracedProperties } from "@/lib/admin/syncs/test/traced-properties";
import { eventPropertiesOf } from "@/lib/engine/pipeline/transform/properties";
import { Step } from "./step";
import { TracedProperties } from "./traced-properties";
import { TracedRows } from "./traced-rows";

interface TraceStepsProps extends TracedProps {
  /** See TracedRows. */
  readonly settings: string | null;
}

/** What is decided of an event before it is sent: row, identifier, each property. */
export function TraceSteps({ traced, destination, settings }: TraceStepsProps) {
  return (
    <>
      <Step title="Select and filter events">
        <TracedRows traced={traced} destination={destination} settings={settings} />
      </Step>
      <Identifier traced={traced} destination={destination} />
      <Properties traced={traced} />
    </>
  );
}

interface TracedProps {
  readonly traced: EventTrace;
  readonly destination: string;
}

function Identifier({ traced, destination }: TracedProps) {
  const { evidence, identifier, outcome } = traced;
  const { property, value } = evidence.identifier;
  return (
    <Step title="Identifier">
      <p className="[overflow-wrap:anywhere]">
        {propertyLabel(property)}: {actualWords(value)}
        {identifier !== null && (
          <span className="text-muted"> · sent as {identifier.kind.replaceAll("_", " ")}</span>
        )}
      </p>
      {outcome.kind === "discarded" && (
        <p className="text-danger-ink">
          {explainFate("discarded", outcome.reason, destination).title}
          {outcome.message === null ? "" : `: ${outcome.message}`}
        </p>
      )}
    </Step>
  );
}

function Properties({ traced }: { readonly traced: EventTrace }) {
  const { event } = traced;
  const own = tracedProperties(traced, "event");
  const user = tracedProperties(traced, "user");
  return (
    <Step title="Properties">
      {own === null && user === null && (
        <p className="text-muted">None are sent, since the event is not.</p>
      )}
      {own !== null && (
        <TracedProperties title="Event property" selected={own} all={eventPropertiesOf(event)} />
      )}
      {user !== null && (
        <TracedProperties title="User property" selected={user} all={event.userChanges ?? {}} />
      )}
    </Step>
  );
}
