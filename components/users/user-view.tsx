import { EventDetail } from "@/components/events/event-detail";
import { EventPanel } from "@/components/events/event-panel";
import { Card } from "@/components/ui/data/card";
import { KeyValues } from "@/components/ui/data/key-values";
import { PageHeader } from "@/components/ui/data/page-header";
import { LocalTime } from "@/components/ui/text/local-time";
import type { EventDetail as Detail } from "@/lib/admin/events/event-view";
import type { PersonDetail } from "@/lib/admin/people/person";
import type { Timeline } from "@/lib/admin/people/person-timeline";
import { personTitle } from "./person-title";
import { SharedIdentifiers } from "./shared-identifiers";
import { UserProperties } from "./user-properties";
import { type TimelineQuery, UserTimeline } from "./user-timeline";

interface UserViewProps {
  readonly person: PersonDetail;
  readonly query: TimelineQuery;
  readonly timeline: Timeline;
  readonly eventTypes: readonly string[];
  readonly open: Detail | null;
}

/** One below the other, who it is first; side by side on a wide screen. */
export function UserView({ person, query, timeline, eventTypes, open }: UserViewProps) {
  const { projectId, id } = person;
  const title = personTitle(person);
  const users = `/projects/${projectId}/users`;
  const page = `${users}/${id}`;
  return (
    <>
      <PageHeader
        title={title}
        crumbs={[{ label: "Data" }, { label: "Users", href: users }, { label: title }]}
      />
      <div className="grid items-start gap-5 xl:grid-cols-[22rem_minmax(0,1fr)] xl:grid-rows-[auto_1fr]">
        <div className="flex min-w-0 flex-col gap-5">
          <WhoCard person={person} />
          <SharedIdentifiers projectId={projectId} shared={person.shared} />
        </div>
        <div className="min-w-0 xl:col-start-2 xl:row-span-2 xl:row-start-1">
          <UserTimeline
            projectId={projectId}
            page={page}
            query={query}
            timeline={timeline}
            eventTypes={eventTypes}
          />
        </div>
        <div className="min-w-0">
          <UserProperties
            properties={person.properties}
            origins={person.origins}
            hrefOf={(offset) => `${page}?offset=${offset}`}
          />
        </div>
      </div>
      {open && (
        <EventPanel title={open.eventType}>
          <EventDetail event={open} />
        </EventPanel>
      )}
    </>
  );
}

function WhoCard({ person }: { readonly person: PersonDetail }) {
  return (
    <Card title="User">
      <KeyValues
        items={[
          ["User ID", person.userId ?? "Anonymous"],
          ["Amplitude ID", String(person.id)],
          ["Devices", <Devices key="devices" person={person} />],
          ["First seen", <LocalTime key="first" at={person.firstSeen.toISOString()} />],
          ["Updated", <LocalTime key="updated" at={person.updatedAt.toISOString()} />],
        ]}
      />
    </Card>
  );
}

function Devices({ person: { devices, moreDevices } }: { readonly person: PersonDetail }) {
  if (devices.length === 0) return <span className="text-muted">none</span>;
  return (
    <ul>
      {devices.map((device) => (
        <li key={device} className="[overflow-wrap:anywhere] font-mono text-xs leading-5">
          {device}
        </li>
      ))}
      {moreDevices && <li className="text-muted text-sm">and more</li>}
    </ul>
  );
}
