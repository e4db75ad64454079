import type { FilterReason } from "@/lib/engine/pipeline/record/outcome";
import type { Event } from "@/lib/engine/pipeline/source/event";
import { type CompiledClause, compileClause } from "./clause";
import { ALL_EVENTS, type EventRow, type Settings } from "./settings";
import { Work } from "./work";

// Which events a sync sends: an event is selected by the first row whose event and every clause match.

interface CompiledRow {
  /** Position in the settings: 0 is row A. */
  readonly index: number;
  readonly clauses: readonly CompiledClause[];
}

/** The rows an event name has to be tried against, in the order of the settings. */
interface CompiledRows {
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

/** The clause that kept an event out: of the first row that names it, the first that does not hold. */
export interface FailedClause {
  /** Position in the settings: 0 is row A. */
  readonly row: number;
  /** Position in the row. */
  readonly clause: number;
}

interface NotSelected {
  readonly reason: FilterReason;
  /** Null when no row names the event, or the rows were not asked. */
  readonly failed: FailedClause | null;
}

/** The index of the first row that matches, or why the event is not sent. Pure. */
export function selectEvent(event: Event, rows: CompiledRows): number | NotSelected | "too_costly" {
  if (!rows.enabled) return EVENTS_OFF;
  if (rows.count === 0) return NO_EVENTS_SELECTED;
  const candidates = rows.byEvent.get(event.eventType) ?? rows.others;
  const work = new Work();
  let failed: FailedClause | null = null;
  for (const row of candidates) {
    const clause = firstFailing(row, event, work);
    if (work.isOver) return "too_costly";
    if (clause === -1) return row.index;
    failed ??= { row: row.index, clause };
  }
  return { reason: "no_row_matches", failed };
}

const EVENTS_OFF: NotSelected = { reason: "events_off", failed: null };
const NO_EVENTS_SELECTED: NotSelected = { reason: "no_events_selected", failed: null };

/** The position of the first clause that does not hold; -1 when all do. */
const firstFailing = ({ clauses }: CompiledRow, event: Event, work: Work): number =>
  clauses.findIndex((holds) => !holds(event, work));

/** Whether a row is about this event. Pure. */
export const namesEvent = (row: EventRow, event: Event): boolean =>
  row.event === ALL_EVENTS || row.event === event.eventType;
