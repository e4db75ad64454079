import { AttemptList } from "@/components/events/attempt-list";
import { EventFacts } from "@/components/events/event-facts";
import { SentView } from "@/components/sync/deliveries/sent-view";
import { Callout } from "@/components/ui/data/callout";
import { Card } from "@/components/ui/data/card";
import { CodeBlock } from "@/components/ui/data/code-block";
import { Panel } from "@/components/ui/data/panel";
import type { Trace, Why } from "@/lib/admin/events/why-event";
import { stringifyJson } from "@/lib/kernel/stringify-json";
import { Step } from "./step";
import { TraceSteps } from "./trace-steps";
import { outcomeWords, sentOf } from "./trace-words";
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
            <TraceSteps
              traced={chosen}
              destination={fate.destination}
              settings={chosen.version === current.version ? settings : null}
            />
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
