import Link from "next/link";
import { CopyButton } from "@/components/ui/controls/copy-button";
import { Card } from "@/components/ui/data/card";
import { LocalTime } from "@/components/ui/text/local-time";
import type { PersonDetail } from "@/lib/admin/people/person";
import type { PropertyOrigins } from "@/lib/admin/people/property-origins";
import type { Json } from "@/lib/kernel/json";
import { stringifyJson } from "@/lib/kernel/stringify-json";
import { shownValue } from "./shown-value";

/** Properties that are shown at once: the others are behind a button. */
const SHOWN_MAX = 20;

interface UserPropertiesProps {
  readonly properties: PersonDetail["properties"];
  readonly origins: PropertyOrigins;
  readonly hrefOf: (offset: number) => string;
}

/** What is known of a user, each with the event that last set it. */
export function UserProperties({ properties, origins, hrefOf }: UserPropertiesProps) {
  const names = Object.keys(properties).sort((a, b) => a.localeCompare(b));
  const row = (name: string) => (
    <Property key={name} name={name} value={properties[name] ?? null}>
      <Origin name={name} origins={origins} hrefOf={hrefOf} />
    </Property>
  );
  const [first, rest] = [names.slice(0, SHOWN_MAX), names.slice(SHOWN_MAX)];
  return (
    <Card
      title="User properties"
      actions={
        names.length > 0 && <CopyButton text={stringifyJson(properties, 2)} label="Copy JSON" />
      }
    >
      {names.length === 0 ? (
        <p className="text-muted">None yet. They come with Identify calls and with events.</p>
      ) : (
        <dl className="flex flex-col divide-y divide-line">{first.map(row)}</dl>
      )}
      {rest.length > 0 && (
        <details className="border-line border-t pt-2.5">
          <summary className="cursor-pointer rounded text-link">{rest.length} more</summary>
          <dl className="mt-2 flex flex-col divide-y divide-line">{rest.map(row)}</dl>
        </details>
      )}
    </Card>
  );
}

interface PropertyProps {
  readonly name: string;
  readonly value: Json;
  readonly children: React.ReactNode;
}

const Property = ({ name, value, children }: PropertyProps) => (
  <div className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-0.5 py-2 first:pt-0 last:pb-0">
    <dt className="min-w-0 break-words text-muted">{name}</dt>
    <dd className="text-right [overflow-wrap:anywhere]">{shownValue(value)}</dd>
    <dd className="col-span-2 text-muted text-xs">{children}</dd>
  </div>
);

interface OriginProps extends Omit<UserPropertiesProps, "properties"> {
  readonly name: string;
}

function Origin({ name, origins, hrefOf }: OriginProps) {
  const origin = origins.byName.get(name);
  if (origin === undefined) {
    return origins.isWhole
      ? "Set by an event that the log no longer holds"
      : "Set before the newest 1,000 changes";
  }
  return (
    <>
      Set <LocalTime at={origin.eventTime.toISOString()} /> by{" "}
      <Link
        href={hrefOf(origin.offset)}
        scroll={false}
        className="rounded text-link underline underline-offset-2 [overflow-wrap:anywhere]"
      >
        {origin.eventType}
      </Link>
    </>
  );
}
