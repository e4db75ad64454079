import { Table, TableCell, TableRow } from "@/components/ui/data/table";
import { formatDuration } from "@/components/ui/text/format-number";
import { LocalTime } from "@/components/ui/text/local-time";
import type { FateWithAttempts } from "@/lib/admin/events/fate";

const COLUMNS = [
  { key: "time", title: "Time" },
  { key: "status", title: "Answer" },
  { key: "verdict", title: "Verdict" },
  { key: "duration", title: "Duration", align: "right", wideOnly: true },
  { key: "said", title: "What it said", wideOnly: true },
] as const;

/** Every request that carried the event, with its answer. */
export function AttemptsTable({ fate }: { readonly fate: FateWithAttempts }) {
  const { attempts, attemptCount } = fate;
  if (attemptCount === 0) return <p className="text-muted">No request was made for it.</p>;
  return (
    <>
      {attempts.length > 0 && (
        <div className="overflow-hidden rounded-md border border-line">
          <Table label="Attempts" columns={COLUMNS}>
            {attempts.map((attempt) => (
              <TableRow key={attempt.requestId}>
                <TableCell>
                  {attempt.at === null ? (
                    <span className="text-muted">No longer on record</span>
                  ) : (
                    <LocalTime at={attempt.at.toISOString()} />
                  )}
                </TableCell>
                <TableCell>{attempt.at === null ? "" : (attempt.status ?? "No answer")}</TableCell>
                <TableCell className="[overflow-wrap:anywhere]">
                  {attempt.verdict?.replaceAll("_", " ") ?? ""}
                  {attempt.answer !== null && (
                    <p className="text-muted text-xs [overflow-wrap:anywhere] md:hidden">
                      {attempt.answer}
                    </p>
                  )}
                </TableCell>
                <TableCell align="right" wideOnly className="whitespace-nowrap">
                  {attempt.durationMs === null ? "" : formatDuration(attempt.durationMs)}
                </TableCell>
                <TableCell wideOnly className="max-w-96 text-sm [overflow-wrap:anywhere]">
                  {attempt.answer ?? ""}
                </TableCell>
              </TableRow>
            ))}
          </Table>
        </div>
      )}
      {attempts.length < attemptCount && (
        <p className="text-muted text-sm">
          {attemptCount} requests were made; {attempts.length} of them are on record one by one.
        </p>
      )}
    </>
  );
}
