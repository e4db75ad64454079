import Link from "next/link";
import { sourceName } from "@/components/sources/source-names";
import { KeyValues } from "@/components/ui/data/key-values";
import { LocalTime } from "@/components/ui/text/local-time";
import type { EventDetail } from "@/lib/admin/events/event-view";
import { NOBODY } from "@/lib/engine/pipeline/log/nobody";

const none = <span className="text-muted">none</span>;

/** Whose an event is, when it came and how it is known. */
export function EventFacts({ event }: { readonly event: Omit<EventDetail, "fates"> }) {
  return (
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
        ["Event ID", event.uuid],
        ["Offset", event.offset.toLocaleString("en")],
      ]}
    />
  );
}
