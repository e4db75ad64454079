import Link from "next/link";
import { reasonHref } from "@/components/reasons/reason-href";
import { Allowed } from "@/components/shell/rights";
import { ButtonLink } from "@/components/ui/controls/button-link";
import { cx } from "@/components/ui/cx";
import { Card } from "@/components/ui/data/card";
import { LocalTime } from "@/components/ui/text/local-time";
import { StatusPill } from "@/components/ui/text/status-pill";
import type { Fate, FateWithAttempts } from "@/lib/admin/events/fate";
import type { Why } from "@/lib/admin/events/why-event";
import { whySentence } from "@/lib/admin/events/why-sentence";
import { explainFate } from "@/lib/admin/reasons/explain";
import { appliedLabel, FATE_TONES, fateLabel } from "@/lib/admin/reasons/fate-status";
import { REASON_ACTIONS } from "@/lib/admin/reasons/reason";
import { provesApplied } from "@/lib/admin/reports/report-view";
import { FateButtons } from "./fate-buttons";
import type { WhyQuery } from "./why-query";
import type { WhyVerbs } from "./why-verbs";

interface WhyAnswerProps {
  readonly why: Why;
  readonly verbs: WhyVerbs;
  readonly hrefTo: (changes: WhyQuery) => string;
}

/** The answer in one sentence, and what can be done. */
export function WhyAnswer({ why, verbs, hrefTo }: WhyAnswerProps) {
  const { event, fates, trace } = why;
  const person = event.userId ?? event.deviceId;
  return (
    <Card
      title={
        <span className="[overflow-wrap:anywhere]">
          {event.eventType}
          {person !== null && <span className="font-normal text-muted"> of {person}</span>}
        </span>
      }
      description={<LocalTime at={event.eventTime.toISOString()} />}
      actions={
        <ButtonLink href={`/projects/${event.projectId}/users/${event.personId}`} size="sm">
          Open the user
        </ButtonLink>
      }
    >
      <div className="flex flex-col gap-4">
        {fates.length > 1 && <Syncs why={why} hrefTo={hrefTo} />}
        {trace === null ? (
          <p className="text-lg">This project has no destination: the event is only stored.</p>
        ) : (
          <Answer why={why} fate={trace.fate} verbs={verbs} />
        )}
      </div>
    </Card>
  );
}

/** One link for each destination of the project. */
function Syncs({ why, hrefTo }: Pick<WhyAnswerProps, "why" | "hrefTo">) {
  return (
    <nav aria-label="Destinations" className="flex flex-wrap gap-2">
      {why.fates.map((fate) => {
        const isShown = fate.syncId === why.trace?.fate.syncId;
        return (
          <Link
            key={fate.syncId}
            href={hrefTo({ event: why.event.uuid, sync: String(fate.syncId), version: undefined })}
            scroll={false}
            aria-current={isShown}
            className={cx(
              "inline-flex flex-wrap items-center gap-2 rounded-md border px-3 py-1.5 hover:bg-hover",
              isShown ? "border-accent-line bg-accent-soft" : "border-line",
            )}
          >
            <span className="font-medium">{fate.syncName}</span>
            <StatusPill tone={FATE_TONES[fate.status]}>{labelOf(why, fate)}</StatusPill>
          </Link>
        );
      })}
    </nav>
  );
}

const isApplied = ({ event, reports }: Why, { status, destination }: Fate): boolean =>
  status === "delivered" && provesApplied(reports.named, destination, event.offset);

const labelOf = (why: Why, fate: Fate): string =>
  isApplied(why, fate) ? appliedLabel(fate.destination) : fateLabel(fate.status, fate.destination);

interface AnswerProps {
  readonly why: Why;
  readonly fate: FateWithAttempts;
  readonly verbs: WhyVerbs;
}

function Answer({ why, fate, verbs }: AnswerProps) {
  const { event } = why;
  const { advice, action } = explainFate(fate.status, fate.reason, fate.destination);
  const place = {
    projectId: event.projectId,
    syncId: fate.syncId,
    row: fate.row,
    behind: fate.behind,
  };
  const href = action === null ? null : reasonHref(action, place);
  return (
    <section aria-label="Answer" className="flex flex-col gap-3">
      {why.fates.length === 1 && (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="text-muted">{fate.syncName}</span>
          <StatusPill tone={FATE_TONES[fate.status]}>{labelOf(why, fate)}</StatusPill>
        </div>
      )}
      <p className="max-w-4xl text-xl leading-8 [overflow-wrap:anywhere]">
        {whySentence(fate, event.eventType)}
      </p>
      <p className="max-w-4xl text-muted">
        {fate.nextAttemptAt !== null && (
          <>
            The next attempt is at <LocalTime at={fate.nextAttemptAt.toISOString()} />.{" "}
          </>
        )}
        {isApplied(why, fate) ? `${fate.destination} names it as what set off a message.` : advice}
      </p>
      <div className="flex flex-wrap gap-2">
        {href !== null && action !== null && (
          <ButtonLink href={href} kind="primary">
            {action === "open_row" && fate.row !== null
              ? `Open row ${fate.row}`
              : REASON_ACTIONS[action]}
          </ButtonLink>
        )}
        <Allowed right="destinations:write">
          <FateButtons
            projectId={event.projectId}
            offset={event.offset}
            fate={{
              syncId: fate.syncId,
              status: fate.status,
              deliveryId: fate.deliveryIds.at(-1) ?? null,
            }}
            verbs={verbs}
          />
        </Allowed>
      </div>
    </section>
  );
}
