import { AttemptList } from "@/components/events/attempt-list";
import { EventFacts } from "@/components/events/event-facts";
import { SentView } from "@/components/sync/deliveries/sent-view";
import { Callout } from "@/components/ui/data/callout";
import { Card } from "@/components/ui/data/card";
import { CodeBlock } from "@/components/ui/data/code-block";
import { Panel } from "@/components/ui/data/panel";
import { actualWords } from "@/lib/admin/events/clause-words";
import type { Trace, Why } from "@/lib/admin/events/why-event";
import { propertyLabel } from "@/lib/admin/names/property-label";
import { explainFate } from "@/lib/admin/reasons/explain";
import { rowLetter } from "@/lib/admin/syncs/row-letter";
import type { EventTrace } from "@/lib/admin/syncs/test/trace-event";
import { tracedProperties } from "@/lib/admin/syncs/test/traced-properties";
import { eventPropertiesOf } from "@/lib/engine/pipeline/transform/properties";
import { stringifyJson } from "@/lib/kernel/stringify-json";
import { Step } from "./step";
import { TracedProperties } from "./traced-properties";
import { TracedRows } from "./traced-rows";
import { VersionChoice } from "./version-choice";

interface WhyTraceProps {
  readonly event: Why["event"];
  readonly trace: Trace;
}

/** The way of the event through one sync, step by step, under the settings that decided or any other saved ones. */
export function WhyTrace({ event, trace }: WhyTraceProps) {
  const { fate, chosen, decided, current, versions } = trace;
  const settings = `/projects/${event.projectId}/destinations/${fate.syncId}/settings`;
  return (
    <Card
      flush
      title="Step by step"
      description={
        fate.version === null
          ? "No version of the settings has decided: this is what the chosen one makes of it."
          : `Version ${fate.version} of the settings decided.`
      }
      actions={
        versions.length > 0 && (
          <VersionChoice
            versions={versions.map(({ version }) => version)}
            chosen={trace.version}
            current={current.version}
            decided={fate.version}
          />
        )
      }
    >
      <div className="divide-y divide-line">
        <Step title="As received">
          <EventFacts event={event} />
          <Panel title="The event as JSON" level={4}>
            <CodeBlock code={stringifyJson(event.payload, 2)} label="Event as received" wrap />
          </Panel>
        </Step>
        {chosen === null ? (
          <Step title="Settings">
            <p>This version of the settings cannot be read by this build.</p>
          </Step>
        ) : (
          <>
            {decided !== null && (
              <div className="px-4 py-4 sm:px-5">
                <Callout
                  title={`Under version ${trace.version} ${outcomeWords(chosen, fate.destination)}`}
                >
                  What really happened was decided by version {decided.version}:{" "}
                  {outcomeWords(decided, fate.destination)}
                </Callout>
              </div>
            )}
            <Step title="Select and filter events">
              <TracedRows
                traced={chosen}
                destination={fate.destination}
                settings={chosen.version === current.version ? settings : null}
              />
            </Step>
            <Identifier traced={chosen} destination={fate.destination} />
            <Properties traced={chosen} />
            <Step title={decided === null ? "Request" : `Request under version ${chosen.version}`}>
              <SentView sent={sentOf(chosen)} />
            </Step>
            {decided !== null && fate.attemptCount > 0 && (
              <Step title={`What was really sent, by version ${decided.version}`}>
                <SentView sent={sentOf(decided)} />
              </Step>
            )}
          </>
        )}
        <Step title="Answers">
          <AttemptList attempts={fate.attempts} />
          {fate.attempts.length < fate.attemptCount && (
            <p className="text-muted text-sm">
              {fate.attemptCount} requests were made; {fate.attempts.length} of them are on record
              one by one.
            </p>
          )}
        </Step>
      </div>
    </Card>
  );
}

const sentOf = ({ requests, version }: EventTrace) => ({
  requests,
  syncVersion: version ?? 0,
  sameVersion: true,
});

/** What one version makes of the event, as the end of a sentence. */
function outcomeWords({ outcome, evidence }: EventTrace, destination: string): string {
  if (outcome.kind === "ready") {
    const row = evidence.plan.kind === "planned" ? evidence.plan.row : null;
    return row === null ? "it is sent." : `it is sent, by row ${rowLetter(row)}.`;
  }
  const { title } = explainFate(outcome.kind, outcome.reason, destination);
  return `it is not sent: ${title}.`;
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
