import Link from "next/link";
import { sourceName } from "@/components/sources/source-names";
import { CodeBlock } from "@/components/ui/data/code-block";
import { KeyValues } from "@/components/ui/data/key-values";
import { LocalTime } from "@/components/ui/text/local-time";
import type { EventDetail as Detail } from "@/lib/admin/events/event-view";
import { NOBODY } from "@/lib/engine/pipeline/log/nobody";
import { stringifyJson } from "@/lib/kernel/stringify-json";
import { FateList } from "./fate-list";

const none = <span className="text-muted">none</span>;

export function EventDetail({ event }: { readonly event: Detail }) {
  return (
    <>
      <KeyValues
        items={[
          [
            "User ID",
            event.personId === NOBODY ? (
              none
            ) : (
              <Link
                key="user"
                href={`/projects/${event.projectId}/users/${event.personId}`}
                className="[overflow-wrap:anywhere] rounded text-link hover:underline"
              >
                {event.userId ?? "Anonymous"}
              </Link>
            ),
          ],
          ["Device ID", event.deviceId ?? none],
          ["Event time", <LocalTime key="time" at={event.eventTime.toISOString()} />],
          ["Received", <LocalTime key="received" at={event.receivedAt.toISOString()} />],
          ["Source", sourceName(event.source)],
          ["Insert ID", event.insertId ?? none],
          ["Offset", event.offset.toLocaleString("en")],
        ]}
      />
      <section className="flex flex-col gap-2">
        <h3 className="font-semibold">What became of it</h3>
        <FateList fates={event.fates} projectId={event.projectId} />
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
