import { CircleCheck } from "lucide-react";
import { Callout } from "@/components/ui/data/callout";
import { Card } from "@/components/ui/data/card";
import { formatCount, formatQuantity } from "@/components/ui/text/format-number";
import { RelativeTime } from "@/components/ui/text/relative-time";
import type { BooksCheck, SyncBooks } from "@/lib/admin/syncs/sync-books";

/** Everything that was read is accounted for: the sums since the beginning, and a sample counted one by one. */
export function BooksCard({ books: { sums, check } }: { readonly books: SyncBooks }) {
  const parts = [sums.filtered, sums.delivered, sums.discarded, sums.expired, sums.parked];
  return (
    <Card
      title="Books"
      description="Since the sync was made: read = filtered + delivered + discarded + expired + waiting"
    >
      <div className="flex flex-col gap-3">
        <p className="tabular break-words font-medium text-lg">
          {formatCount(sums.read)} = {parts.map(formatCount).join(" + ")}
        </p>
        {check === null ? (
          <p className="text-muted">
            No sample has been counted yet. A worker counts one each minute.
          </p>
        ) : (
          <Checked check={check} />
        )}
      </div>
    </Card>
  );
}

function Checked({ check }: { readonly check: BooksCheck }) {
  const { from, to, read, filtered, delivered, discarded, expired, waiting } = check;
  const counted =
    read === 0
      ? "none of them was read by this sync"
      : `${formatCount(read)} read = ${formatCount(filtered)} filtered + ${formatCount(delivered)} delivered + ${formatCount(discarded)} discarded + ${formatCount(expired)} expired + ${formatCount(waiting)} waiting`;
  return (
    <>
      {check.wrongSince !== null && (
        <Callout tone="danger" title="The books do not hold">
          {wrongWords(check)} Keep the database as it is, and report it: this is a fault of
          Tributary.
        </Callout>
      )}
      <p className="flex items-start gap-2 text-muted">
        {check.wrongSince === null && (
          <CircleCheck aria-hidden size={18} className="mt-0.5 shrink-0 text-positive-ink" />
        )}
        <span>
          {check.wrongSince === null && <span className="text-positive-ink">The books hold. </span>}
          Counted one by one <RelativeTime at={check.checkedAt.toISOString()} />
          {to >= from &&
            `: events ${formatCount(from)} to ${formatCount(to)} of the log, ${counted}`}
          .
        </span>
      </p>
    </>
  );
}

/** What is wrong, in a sentence for each. Pure. */
function wrongWords({ missing, doubled, firstWrong, sumsOff }: BooksCheck): string {
  const said = [
    missing > 0 &&
      `${formatQuantity(missing, "event")} that the settings of then select left no record.`,
    doubled > 0 && `${formatQuantity(doubled, "event")} ended more than once.`,
    firstWrong !== null && `The first is number ${formatCount(firstWrong)} of the log.`,
    sumsOff !== 0 && `The counters differ from what was read by ${formatCount(sumsOff)}.`,
  ];
  return said.filter((part) => part !== false).join(" ");
}
