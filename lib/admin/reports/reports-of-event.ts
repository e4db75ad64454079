import type { Context } from "@/lib/admin/verb/context";
import { CONNECTORS } from "@/lib/engine/connectors/registry";
import type { Event } from "@/lib/engine/pipeline/source/event";
import type { ReportView } from "./report-view";
import { reportsOfPerson } from "./reports-of-person";
import { reportsWhere } from "./reports-where";

const REPORTS_MAX = 100;
/** Messages that a campaign sends later than this are looked for on the user's timeline. */
const AFTER_MS = 72 * 3_600_000;

export interface EventReports {
  /** Those that name this very event as what set them off: it was applied. */
  readonly named: readonly ReportView[];
  /** Others of the same person, of the 72 hours after it, which name no event that the log has; nothing is known of what set them off. */
  readonly others: readonly ReportView[];
}

/** What destinations said back after an event. */
export async function reportsOfEvent(ctx: Context, event: Event): Promise<EventReports> {
  const refs = CONNECTORS.filter(({ reports }) => reports !== undefined).flatMap(
    (connector) => connector.eventId(event) ?? [],
  );
  const { projectId, personId, timeMs } = event;
  const named =
    refs.length === 0
      ? []
      : await reportsWhere(ctx, projectId, { eventRef: { in: refs } }, REPORTS_MAX);
  const after = await reportsOfPerson(ctx, projectId, personId, {
    since: new Date(Math.floor(timeMs / 1000) * 1000),
    until: new Date(timeMs + AFTER_MS),
  });
  return { named, others: after.filter((report) => report.event === null) };
}
