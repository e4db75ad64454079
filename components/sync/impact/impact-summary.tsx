import { Callout } from "@/components/ui/data/callout";
import { Panel } from "@/components/ui/data/panel";
import { formatQuantity } from "@/components/ui/text/format-number";
import { LocalTime } from "@/components/ui/text/local-time";
import { whyHref } from "@/components/why/why-query";
import type { Impact } from "@/lib/admin/syncs/test/draft-impact";
import { IMPACT_CHANGES, type ImpactExample } from "@/lib/admin/syncs/test/impact-tally";
import { changeWords, newPeopleWords, paceWords } from "./impact-words";

interface ImpactSummaryProps {
  readonly impact: Impact;
  readonly sync: { readonly id: number; readonly projectId: number };
  readonly destination: string;
}

/** What a draft would have changed, each kind with examples to open. */
export function ImpactSummary({ impact, sync, destination }: ImpactSummaryProps) {
  const changes = IMPACT_CHANGES.map((change) => ({
    change,
    ...changeWords(impact, change, destination),
  })).filter(({ count }) => count > 0);
  const people = newPeopleWords(impact, destination);
  if (impact.read === 0) {
    return <p>No event has arrived in this project yet: nothing can be said of the change.</p>;
  }
  return (
    <div className="flex flex-col gap-3 text-ink">
      <p>
        Of the last {formatQuantity(impact.read, "event")}
        {impact.since !== null && (
          <>
            , since <LocalTime at={impact.since.toISOString()} />
          </>
        )}
        , had they come after the change:
      </p>
      {changes.length === 0 && <p className="font-medium">None would fare otherwise.</p>}
      {changes.map(({ change, text }) => (
        <Panel key={change} title={text} summary="Show examples">
          <ul className="flex flex-col divide-y divide-line">
            {impact.examples
              .filter((example) => example.change === change)
              .map((example) => (
                <Example key={example.uuid} example={example} sync={sync} />
              ))}
          </ul>
        </Panel>
      ))}
      <p className="text-muted text-sm">{paceWords(impact)}</p>
      {people !== null && <p className="text-sm">{people}</p>}
      {impact.sentAfter === 0 && impact.sentBefore > 0 && (
        <Callout tone="caution">Nothing of it would be sent any more.</Callout>
      )}
    </div>
  );
}

function Example({
  example,
  sync,
}: Pick<ImpactSummaryProps, "sync"> & { readonly example: ImpactExample }) {
  const { uuid, eventType, userId, deviceId, receivedAt } = example;
  return (
    <li className="flex flex-wrap items-baseline gap-x-3 py-1.5">
      <a
        href={whyHref(sync.projectId, { event: uuid, sync: String(sync.id) })}
        target="_blank"
        rel="noreferrer"
        className="rounded text-link [overflow-wrap:anywhere] hover:underline"
      >
        {eventType}
        <span className="sr-only"> (opens in a new tab)</span>
      </a>
      <span className="text-muted text-sm [overflow-wrap:anywhere]">
        {userId ?? deviceId ?? "Nobody"}
      </span>
      <span className="text-sm sm:ml-auto">
        <LocalTime at={receivedAt.toISOString()} />
      </span>
    </li>
  );
}
