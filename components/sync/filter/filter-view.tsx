import { TributaryMark } from "@/components/ui/text/tributary-mark";
import { eventLabel, propertyLabel } from "@/lib/admin/names/property-label";
import { rowLetter } from "@/lib/admin/syncs/row-letter";
import type { Clause, EventRow } from "@/lib/engine/pipeline/transform/settings";
import { stillChipStyle } from "./chip-style";
import { describeRows } from "./describe-rows";
import { FoundRow } from "./found-row";
import { operatorSign } from "./operator-labels";
import { RowLetterBadge } from "./row-letter-badge";

interface FilterViewProps {
  readonly rows: readonly EventRow[];
  /** The letter of the row that a link led here for. */
  readonly found?: string | undefined;
}

/** The rows as they are saved. */
export function FilterView({ rows, found }: FilterViewProps) {
  if (rows.length === 0) return <p className="text-muted">{describeRows(rows)}.</p>;
  return (
    <ol className="flex flex-col gap-2">
      {rows.map((row, index) => (
        <li key={rowLetter(index)} aria-label={`Row ${rowLetter(index)}`}>
          <RowView row={row} letter={rowLetter(index)} isFound={rowLetter(index) === found} />
        </li>
      ))}
    </ol>
  );
}

interface RowViewProps {
  readonly row: EventRow;
  readonly letter: string;
  readonly isFound: boolean;
}

function RowView({ row, letter, isFound }: RowViewProps) {
  const shown = (
    <>
      <span className="flex items-center gap-3">
        <RowLetterBadge letter={letter} />
        <span className={stillChipStyle}>
          <TributaryMark />
          <span className="min-w-0 break-words">{eventLabel(row.event)}</span>
        </span>
      </span>
      {row.where.map((clause, at) => (
        <ClauseView key={rowLetter(at)} clause={clause} first={at === 0} />
      ))}
    </>
  );
  return isFound ? (
    <FoundRow>{shown}</FoundRow>
  ) : (
    <div className="flex flex-col gap-1">{shown}</div>
  );
}

function ClauseView({ clause, first }: { readonly clause: Clause; readonly first: boolean }) {
  return (
    <span className="flex items-start gap-2 rounded bg-accent-soft px-3 py-2 sm:pl-11">
      <span className="w-11 shrink-0 pt-1.5 text-right text-muted">{first ? "where" : "and"}</span>
      <span className="flex min-w-0 flex-1 flex-wrap gap-2">
        <span className={stillChipStyle}>
          <TributaryMark />
          <span className="min-w-0 break-words">{propertyLabel(clause.property)}</span>
        </span>
        <span className={stillChipStyle} title={clause.op}>
          <span aria-hidden>{operatorSign(clause.op)}</span>
          <span className="sr-only">{clause.op}</span>
        </span>
        {clause.values.map((value) => (
          <span key={value} className={stillChipStyle}>
            <span className="min-w-0 break-all">{value}</span>
          </span>
        ))}
      </span>
    </span>
  );
}
