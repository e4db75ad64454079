import { ScrollRegion } from "@/components/ui/data/scroll-region";
import { formatDuration } from "@/components/ui/text/format-number";
import { LocalTime } from "@/components/ui/text/local-time";
import { StatusPill } from "@/components/ui/text/status-pill";
import type { Attempt } from "@/lib/admin/events/fate";

/** Every request that carried an event, in order: when, what was answered, how long it took. */
export function AttemptList({ attempts }: { readonly attempts: readonly Attempt[] }) {
  if (attempts.length === 0) return <p className="text-muted">No request was made.</p>;
  return (
    <ol className="flex flex-col divide-y divide-line rounded-md border border-line">
      {attempts.map((attempt, index) => (
        <li key={attempt.requestId} className="flex flex-col gap-1 px-3.5 py-2.5">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
            <span className="tabular w-5 text-muted">{index + 1}</span>
            {attempt.at === null ? (
              <span className="text-muted">Its record is no longer retained.</span>
            ) : (
              <>
                <LocalTime at={attempt.at.toISOString()} />
                <StatusPill tone={toneOf(attempt)}>
                  {attempt.status === null ? "No answer" : String(attempt.status)}
                </StatusPill>
                <span className="text-muted">{attempt.verdict?.replaceAll("_", " ")}</span>
                {attempt.durationMs !== null && (
                  <span className="tabular ml-auto text-muted">
                    {formatDuration(attempt.durationMs)}
                  </span>
                )}
              </>
            )}
          </div>
          {attempt.answer !== null && (
            <ScrollRegion label={`Answer ${index + 1}`} className="ml-8 max-h-24 overflow-y-auto">
              <p className="font-mono text-ink text-xs [overflow-wrap:anywhere]">
                {attempt.answer}
              </p>
            </ScrollRegion>
          )}
        </li>
      ))}
    </ol>
  );
}

function toneOf({ status }: Attempt) {
  if (status === null || status >= 500) return "danger";
  return status === 200 ? "positive" : "caution";
}
