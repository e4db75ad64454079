import type { FilterReason } from "@/lib/pipeline/record/outcome";
import type { Event } from "@/lib/pipeline/source/event";
import { compileClause } from "./clause";
import { ALL_EVENTS, type EventRow, type Settings } from "./settings";

// Which events a sync sends: an event is selected by the first row whose event and every clause match.

export interface CompiledRow {
  /** Position in the settings: 0 is row A. */
  readonly index: number;
  readonly clauses: readonly ((event: Event) => boolean)[];
}

/** The rows an event name has to be tried against, in the order of the settings. */
export interface CompiledRows {
  readonly enabled: boolean;
  readonly count: number;
  readonly byEvent: ReadonlyMap<string, readonly CompiledRow[]>;
  /** Rows for names without a row of their own. */
  readonly others: readonly CompiledRow[];
}

/** Prepares the rows so that an event is tried only against those that name it. Pure. */
export function compileRows(settings: Pick<Settings, "sendEvents" | "eventRows">): CompiledRows {
  const rows = settings.eventRows.map((row, index) => ({
    event: row.event,
    compiled: { index, clauses: row.where.map(compileClause) } satisfies CompiledRow,
  }));
  const rowsFor = (names: readonly string[]) =>
    rows.filter((row) => names.includes(row.event)).map((row) => row.compiled);
  const named = new Set(rows.map((row) => row.event).filter((name) => name !== ALL_EVENTS));
  return {
    enabled: settings.sendEvents,
    count: rows.length,
    byEvent: new Map([...named].map((name) => [name, rowsFor([name, ALL_EVENTS])])),
    others: rowsFor([ALL_EVENTS]),
  };
}

/** The index of the first row that matches, or why the event is not sent. Pure. */
export function selectEvent(event: Event, rows: CompiledRows): number | FilterReason {
  if (!rows.enabled) return "events_off";
  if (rows.count === 0) return "no_events_selected";
  const candidates = rows.byEvent.get(event.eventType) ?? rows.others;
  for (const row of candidates) {
    if (holds(row, event)) return row.index;
  }
  return "no_row_matches";
}

function holds(row: CompiledRow, event: Event): boolean {
  for (const clause of row.clauses) {
    if (!clause(event)) return false;
  }
  return true;
}

/** One row as Preview shows it: does it name the event, and which of its clauses hold. */
export interface RowExplanation {
  readonly index: number;
  readonly row: EventRow;
  readonly eventMatches: boolean;
  readonly clauses: readonly boolean[];
}

export interface SelectionExplanation {
  readonly selected: boolean;
  /** The row that selected the event. */
  readonly row: number | null;
  readonly reason: FilterReason | null;
  readonly rows: readonly RowExplanation[];
}

/** The same decision as selectEvent with every row and clause told, for people. Pure. */
export function explainSelection(
  event: Event,
  settings: Pick<Settings, "sendEvents" | "eventRows">,
): SelectionExplanation {
  const decision = selectEvent(event, compileRows(settings));
  const selected = typeof decision === "number";
  return {
    selected,
    row: selected ? decision : null,
    reason: selected ? null : decision,
    rows: settings.eventRows.map((row, index) => ({
      index,
      row,
      eventMatches: row.event === ALL_EVENTS || row.event === event.eventType,
      clauses: row.where.map((clause) => compileClause(clause)(event)),
    })),
  };
}
