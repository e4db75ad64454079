import { SentView } from "@/components/sync/deliveries/sent-view";
import { Callout } from "@/components/ui/data/callout";
import { CodeBlock } from "@/components/ui/data/code-block";
import { Panel } from "@/components/ui/data/panel";
import { Step } from "@/components/why/step";
import { TraceSteps } from "@/components/why/trace-steps";
import { outcomeWords, sentOf } from "@/components/why/trace-words";
import { explainFate } from "@/lib/admin/reasons/explain";
import type { EventTrace } from "@/lib/admin/syncs/test/trace-event";
import { stringifyJson } from "@/lib/kernel/stringify-json";

interface PreviewAnswerProps {
  readonly traced: EventTrace;
  readonly destination: string;
}

/** What the settings make of one event: in a sentence, step by step, and as the requests it becomes. */
export function PreviewAnswer({ traced, destination }: PreviewAnswerProps) {
  const { event, outcome, identifier } = traced;
  const words = outcomeWords(traced, destination);
  return (
    <section
      aria-label="What would become of it"
      className="shrink-0 divide-y divide-line overflow-hidden rounded-md border border-line"
    >
      <div className="px-4 py-3 sm:px-5">
        <Callout tone={outcome.kind === "ready" ? "positive" : "caution"} announce>
          <p className="font-semibold">{words.charAt(0).toUpperCase() + words.slice(1)}</p>
          {outcome.kind === "ready" ? (
            identifier !== null && (
              <p className="[overflow-wrap:anywhere]">
                For {identifier.value}, as {identifier.kind.replaceAll("_", " ")}.
              </p>
            )
          ) : (
            <p>{explainFate(outcome.kind, outcome.reason, destination).means}</p>
          )}
        </Callout>
      </div>
      <TraceSteps traced={traced} destination={destination} settings={null} />
      <Step title="Request">
        <SentView sent={sentOf(traced)} />
      </Step>
      <div className="px-4 py-4 sm:px-5">
        <Panel title="The event as JSON" level={4}>
          <CodeBlock code={stringifyJson(event.payload, 2)} label="Event as received" wrap />
        </Panel>
      </div>
    </section>
  );
}
