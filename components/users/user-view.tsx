import { EventTable } from "@/components/events/event-table";
import { Card } from "@/components/ui/data/card";
import { KeyValues } from "@/components/ui/data/key-values";
import { PageHeader } from "@/components/ui/data/page-header";
import { LocalTime } from "@/components/ui/text/local-time";
import type { PersonDetail } from "@/lib/admin/people/person";
import { UserDeliveries } from "./user-deliveries";
import { UserProperties } from "./user-properties";

export function UserView({ person }: { readonly person: PersonDetail }) {
  const title = person.userId ?? `Anonymous ${person.id}`;
  const base = `/projects/${person.projectId}`;
  return (
    <>
      <PageHeader
        title={title}
        crumbs={[{ label: "Data" }, { label: "Users", href: `${base}/users` }, { label: title }]}
      />
      <div className="grid items-start gap-5 xl:grid-cols-[22rem_minmax(0,1fr)]">
        <div className="flex min-w-0 flex-col gap-5">
          <Card title="User">
            <KeyValues
              items={[
                ["User ID", person.userId ?? "Anonymous"],
                ["Amplitude ID", String(person.id)],
                ["Devices", <Devices key="devices" devices={person.devices} />],
                ["First seen", <LocalTime key="first" at={person.firstSeen.toISOString()} />],
                ["Updated", <LocalTime key="updated" at={person.updatedAt.toISOString()} />],
              ]}
            />
          </Card>
          <UserProperties properties={person.properties} />
        </div>
        <div className="flex min-w-0 flex-col gap-5">
          <Card title="Recent events" flush>
            {person.events.length > 0 ? (
              <EventTable
                events={person.events}
                hrefOf={({ offset }) => `${base}/events?offset=${offset}`}
              />
            ) : (
              <p className="px-5 py-4 text-muted">None among those the log still holds.</p>
            )}
          </Card>
          <UserDeliveries projectId={person.projectId} deliveries={person.deliveries} />
        </div>
      </div>
    </>
  );
}

function Devices({ devices }: { readonly devices: readonly string[] }) {
  if (devices.length === 0) return <span className="text-muted">none</span>;
  return (
    <ul>
      {devices.map((device) => (
        <li key={device} className="[overflow-wrap:anywhere] font-mono text-xs leading-5">
          {device}
        </li>
      ))}
    </ul>
  );
}
