import { Check, X } from "lucide-react";
import Link from "next/link";
import { RowLetterBadge } from "@/components/sync/filter/row-letter-badge";
import { cx } from "@/components/ui/cx";
import { actualWords, clauseWords } from "@/lib/admin/events/clause-words";
import { eventLabel } from "@/lib/admin/names/property-label";
import { explainFate } from "@/lib/admin/reasons/explain";
import { rowLetter } from "@/lib/admin/syncs/row-letter";
import type { EventTrace } from "@/lib/admin/syncs/test/trace-event";

type Row = EventTrace["evidence"]["rows"][number];

interface TracedRowsProps {
  readonly traced: EventTrace;
  readonly destination: string;
  /** The Settings page, when these are the settings of now: each row is a link into it. */
  readonly settings: string | null;
}

/** Each row of the filter that is about the event, with its clauses and what the event had. */
export function TracedRows({ traced, destination, settings }: TracedRowsProps) {
  const { rows, plan } = traced.evidence;
  const lettered = rows.map((row, index) => ({ row, letter: rowLetter(index) }));
  const named = lettered.filter(({ row }) => row.namesEvent);
  const others = lettered.filter(({ row }) => !row.namesEvent).map(({ letter }) => letter);
  const selected = plan.kind === "planned" && plan.row !== null ? rowLetter(plan.row) : null;
  const isRowless = plan.kind === "filtered" && plan.reason !== "no_row_matches";
  return (
    <>
      {isRowless && <p>{explainFate("filtered", plan.reason, destination).means}</p>}
      {!isRowless && rows.length === 0 && (
        <p>No row is asked: it updates a user, and carries no event.</p>
      )}
      {!isRowless && rows.length > 0 && named.length === 0 && <p>No row names this event.</p>}
      {!isRowless && (
        <ol className="flex flex-col gap-2">
          {named.map(({ row, letter }) => (
            <RowEvidence
              key={letter}
              row={row}
              letter={letter}
              isSelected={letter === selected}
              href={settings === null ? null : `${settings}?row=${letter}`}
            />
          ))}
        </ol>
      )}
      {!isRowless && others.length > 0 && (
        <p className="text-muted text-sm">About other events: {othersText(others)}.</p>
      )}
    </>
  );
}

const OTHERS_MAX = 10;

function othersText(letters: readonly string[]): string {
  const rest = letters.length - OTHERS_MAX;
  const shown = letters.slice(0, OTHERS_MAX).join(", ");
  const rows = letters.length === 1 ? "row" : "rows";
  return rest > 0 ? `${rows} ${shown} and ${rest} more` : `${rows} ${shown}`;
}

interface RowEvidenceProps {
  readonly row: Row;
  readonly letter: string;
  /** The first row that matches sends the event. */
  readonly isSelected: boolean;
  readonly href: string | null;
}

function RowEvidence({ row, letter, isSelected, href }: RowEvidenceProps) {
  const isMatch = row.clauses.every(({ holds }) => holds);
  return (
    <li
      aria-label={`Row ${letter}`}
      className="flex flex-col gap-1.5 rounded-md border border-line px-3 py-2.5"
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <RowLetterBadge letter={letter} />
        <span className="font-medium [overflow-wrap:anywhere]">{eventLabel(row.row.event)}</span>
        <Verdict holds={isMatch}>
          {isSelected ? "sends it" : isMatch ? "matches too" : "does not send it"}
        </Verdict>
        {href !== null && (
          <Link href={href} className="rounded text-link text-sm hover:underline sm:ml-auto">
            Open row {letter}
          </Link>
        )}
      </div>
      {row.clauses.length === 0 ? (
        <p className="text-muted text-sm sm:pl-11">No conditions: it sends each of these events.</p>
      ) : (
        <ul className="flex flex-col gap-1 sm:pl-11">
          {row.clauses.map((clause, index) => (
            <li key={rowLetter(index)} className="flex flex-wrap items-baseline gap-x-3">
              <Verdict holds={clause.holds}>{clauseWords(clause)}</Verdict>
              <span className="text-muted text-sm [overflow-wrap:anywhere]">
                here: {actualWords(clause.actual)}
              </span>
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

function Verdict({ holds, children }: { readonly holds: boolean; readonly children: string }) {
  const Icon = holds ? Check : X;
  return (
    <span
      className={cx(
        "inline-flex min-w-0 items-baseline gap-1.5",
        holds ? "text-positive-ink" : "text-danger-ink",
      )}
    >
      <Icon
        aria-label={holds ? "Holds" : "Does not hold"}
        size={14}
        className="shrink-0 self-center"
      />
      <span className="min-w-0 [overflow-wrap:anywhere]">{children}</span>
    </span>
  );
}
