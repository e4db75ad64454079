import type { Event } from "@/lib/engine/pipeline/source/event";
import type { Json } from "@/lib/kernel/json";
import { compileClause } from "./clause";
import { type Plan, type Planner, plannerOf } from "./plan";
import { eventPropertiesOf, ownProperty, propertyReader } from "./properties";
import { identifierReader, type ReadIdentifier } from "./read-identifier";
import { namesEvent } from "./select-event";
import type { Clause, EventRow, Settings } from "./settings";

// A plan with everything it was decided by, for people: each row and clause with what the event had, the identifier,
// and each selected property.

interface ClauseEvidence extends Clause {
  readonly holds: boolean;
  /** What the event had; undefined when it had nothing there. */
  readonly actual: Json | undefined;
}

interface RowEvidence {
  readonly row: EventRow;
  /** The row names this event, or all events. */
  readonly namesEvent: boolean;
  readonly clauses: readonly ClauseEvidence[];
}

/** A selected property; `value` is undefined when the event, or the update, does not have it: then it is not sent. */
interface PropertyEvidence {
  readonly name: string;
  readonly value: Json | undefined;
  /** It is never sent, whatever the settings say. */
  readonly reserved: boolean;
}

export interface Evidence {
  readonly plan: Plan;
  /** In the order of the settings; empty for what no row decides (identifies, group updates). */
  readonly rows: readonly RowEvidence[];
  readonly identifier: ReadIdentifier;
  /** Null when the plan has no such call. */
  readonly userProperties: readonly PropertyEvidence[] | null;
  readonly eventProperties: readonly PropertyEvidence[] | null;
}

/** The plan of these settings for this event, and why. The decision is the planner's; this only tells it. Pure. */
export function evidenceOf(
  event: Event,
  settings: Settings,
  reservedUserProperties: readonly string[] = [],
  planner: Planner = plannerOf(settings, reservedUserProperties),
): Evidence {
  const plan = planner.plan(event);
  const isPlanned = plan.kind === "planned";
  return {
    plan,
    rows: event.kind === "event" ? settings.eventRows.map((row) => rowEvidence(row, event)) : [],
    identifier: identifierReader(settings)(event),
    userProperties:
      isPlanned && plan.identify !== null
        ? settings.userProperties.map((name) => ({
            name,
            value: ownProperty(event.userChanges ?? {}, name),
            reserved: reservedUserProperties.includes(name),
          }))
        : null,
    eventProperties:
      isPlanned && plan.event !== null
        ? settings.eventProperties.map((name) => ({
            name,
            value: ownProperty(eventPropertiesOf(event), name),
            reserved: false,
          }))
        : null,
  };
}

const rowEvidence = (row: EventRow, event: Event): RowEvidence => ({
  row,
  namesEvent: namesEvent(row, event),
  clauses: row.where.map((clause) => ({
    ...clause,
    holds: compileClause(clause)(event),
    actual: propertyReader(clause.property)(event),
  })),
});
