import { CodeBlock } from "@/components/ui/data/code-block";
import type { EventDetail as Detail } from "@/lib/admin/events/event-view";
import { stringifyJson } from "@/lib/kernel/stringify-json";
import { EventFacts } from "./event-facts";
import { FateList } from "./fate-list";

export function EventDetail({ event }: { readonly event: Detail }) {
  return (
    <>
      <EventFacts event={event} />
      <section className="flex flex-col gap-2">
        <h3 className="font-semibold">What became of it</h3>
        <FateList fates={event.fates} event={event} />
      </section>
      <CodeBlock code={stringifyJson(event.payload, 2)} label="Event as received" wrap />
      <CodeBlock
        code={stringifyJson(event.userProperties, 2)}
        label="User properties after it"
        wrap
      />
    </>
  );
}
