import { EventFacts } from "@/components/events/event-facts";
import { SentView } from "@/components/sync/deliveries/sent-view";
import { Callout } from "@/components/ui/data/callout";
import { Card } from "@/components/ui/data/card";
import { CodeBlock } from "@/components/ui/data/code-block";
import { Panel } from "@/components/ui/data/panel";
import { actualWords } from "@/lib/admin/events/clause-words";
import type { Trace, Traced, Why } from "@/lib/admin/events/why-event";
import { propertyLabel } from "@/lib/admin/names/property-label";
import { explainFate } from "@/lib/admin/reasons/explain";
import { rowLetter } from "@/lib/admin/syncs/row-letter";
import { isJsonObject, type JsonObject } from "@/lib/kernel/json";
import { stringifyJson } from "@/lib/kernel/stringify-json";
import { AttemptsTable } from "./attempts-table";
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
        chosen !== null && (
          <VersionChoice
            versions={versions.map(({ version }) => version)}
            chosen={chosen.version}
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
                  title={`Under version ${chosen.version} ${outcomeWords(chosen, fate.destination)}`}
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
            <Step title="Identifier">
              <IdentifierText traced={chosen} destination={fate.destination} />
            </Step>
            <Properties event={event} traced={chosen} />
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
          <AttemptsTable fate={fate} />
        </Step>
      </div>
    </Card>
  );
}

const sentOf = ({ requests, version }: Traced) => ({
  requests,
  syncVersion: version,
  sameVersion: true,
});

/** What one version makes of the event, as the end of a sentence. */
function outcomeWords({ notSent, evidence }: Traced, destination: string): string {
  if (notSent === null) {
    const { plan } = evidence;
    const row = plan.kind === "planned" ? plan.row : null;
    return row === null ? "it is sent." : `it is sent, by row ${rowLetter(row)}.`;
  }
  const status = evidence.plan.kind === "filtered" ? "filtered" : "discarded";
  const { title } = explainFate(status, notSent.reason, destination);
  return `it is not sent: ${title}.`;
}

function IdentifierText({
  traced,
  destination,
}: {
  readonly traced: Traced;
  readonly destination: string;
}) {
  const { evidence, identifier, notSent } = traced;
  const { property, value } = evidence.identifier;
  return (
    <>
      <p className="[overflow-wrap:anywhere]">
        {propertyLabel(property)}: {actualWords(value)}
        {identifier !== null && (
          <span className="text-muted"> · sent as {identifier.kind.replaceAll("_", " ")}</span>
        )}
      </p>
      {notSent !== null && evidence.plan.kind === "planned" && (
        <p className="text-danger-ink">
          {explainFate("discarded", notSent.reason, destination).title}
          {notSent.message === null ? "" : `: ${notSent.message}`}
        </p>
      )}
    </>
  );
}

function Properties({ event, traced }: { readonly event: Why["event"]; readonly traced: Traced }) {
  const { eventProperties, userProperties } = traced.evidence;
  const bag = event.payload["event_properties"];
  const own: JsonObject = isJsonObject(bag) ? bag : {};
  return (
    <Step title="Properties">
      {eventProperties === null && userProperties === null && (
        <p className="text-muted">None are sent, since the event is not.</p>
      )}
      {eventProperties !== null && (
        <TracedProperties title="Event property" selected={eventProperties} all={own} />
      )}
      {userProperties !== null && (
        <TracedProperties
          title="User property"
          selected={userProperties}
          all={event.userChanges ?? {}}
        />
      )}
      {traced.warnings.length > 0 && (
        <ul aria-label="Warnings" className="list-disc pl-5 text-caution-ink">
          {traced.warnings.map((warning) => (
            <li key={warning}>{warning}</li>
          ))}
        </ul>
      )}
    </Step>
  );
}
