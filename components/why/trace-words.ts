import { explainFate } from "@/lib/admin/reasons/explain";
import { rowLetter } from "@/lib/admin/syncs/row-letter";
import type { EventTrace } from "@/lib/admin/syncs/test/trace-event";

// A trace in words. Pure.

/** As SentView takes it. */
export const sentOf = ({ requests, version }: EventTrace) => ({
  requests,
  syncVersion: version ?? 0,
  sameVersion: true,
});

/** What one version makes of the event, as the end of a sentence. */
export function outcomeWords({ outcome, evidence }: EventTrace, destination: string): string {
  if (outcome.kind === "ready") {
    const row = evidence.plan.kind === "planned" ? evidence.plan.row : null;
    return row === null ? "it is sent." : `it is sent, by row ${rowLetter(row)}.`;
  }
  const { title } = explainFate(outcome.kind, outcome.reason, destination);
  return `it is not sent: ${title}.`;
}
