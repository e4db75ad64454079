import type { Prepared } from "@/lib/engine/pipeline/ports";
import type { FilterReason } from "@/lib/engine/pipeline/record/outcome";
import { type Event, FROM_AMPLITUDE } from "@/lib/engine/pipeline/source/event";
import type { Json } from "@/lib/kernel/json";
import { eventPropertiesOf } from "./properties";
import { identifierReader, identifiersOf } from "./read-identifier";
import { compileRows, type FailedClause, selectEvent } from "./select-event";
import { compileSelection, type SelectedProperty, selectProperties } from "./select-properties";
import type { Settings } from "./settings";

// What a sync's settings ask of one event: nothing, or which calls with which properties for whom. The one place that
// decides it. The engine, the preview, the tests and every "why" ask here; a connector only encodes what was planned.

export interface Filtered {
  readonly kind: "filtered";
  readonly reason: FilterReason;
  /** With `no_row_matches`: the clause that decided. Null when no row has the event. */
  readonly failed: FailedClause | null;
}

/** At least one of `identify` and `event` is there; the identify goes first, so that the event finds the person as it was. */
export interface Planned {
  readonly kind: "planned";
  /** The row that selected the event: 0 is row A. Null for an identify alone. */
  readonly row: number | null;
  /** The value mapped to the destination's user identifier. */
  readonly identifier: Json | undefined;
  /** The selected properties of the user update, or null when there is none. */
  readonly identify: readonly SelectedProperty[] | null;
  /** The selected properties of the event, or null when it is not sent. */
  readonly event: readonly SelectedProperty[] | null;
}

/** The settings' filters would take too long for the event: see transform/work.ts. */
type TooCostly = Extract<Prepared, { readonly kind: "discarded" }>;

export type Plan = Filtered | Planned | TooCostly;

export interface Planner {
  /** Pure; total over parsed events. */
  plan(event: Event): Plan;
  /** The user properties that `plan` looks at: they MUST be loaded. What an update sends is in the event itself. */
  readonly userPropertiesRead: readonly string[];
}

/**
 * The planner of these settings. What can be prepared is prepared here, once, so that nothing is parsed or
 * searched per event. Pure.
 * @param reservedUserProperties never sent, whatever the settings say
 */
export function plannerOf(
  settings: Settings,
  reservedUserProperties: readonly string[] = [],
): Planner {
  const rows = compileRows(settings);
  const identifierOf = identifierReader(settings);
  const eventSelection = compileSelection(settings.eventProperties);
  const userSelection = compileSelection(
    settings.userProperties.filter((name) => !reservedUserProperties.includes(name)),
  );
  const planned = (event: Event, row: number | null, updates: boolean): Planned => ({
    kind: "planned",
    row,
    identifier: identifierOf(event).value,
    identify: updates ? selectProperties(event.userChanges ?? {}, userSelection) : null,
    event: row === null ? null : selectProperties(eventPropertiesOf(event), eventSelection),
  });
  const plan = (event: Event): Plan => {
    if (event.kind === "group_identify") return GROUP_IDENTIFY;
    if (event.kind === "identify") {
      return settings.sendUsers ? planned(event, null, true) : USERS_OFF;
    }
    const updates = settings.sendUsers && settings.usersOnEvents && event.userChanges !== null;
    const selected = selectEvent(event, rows);
    if (selected === "too_costly") return TOO_COSTLY;
    if (typeof selected === "number") return planned(event, selected, updates);
    return updates ? planned(event, null, true) : { kind: "filtered", ...selected };
  };
  return { plan, userPropertiesRead: userPropertiesRead(settings) };
}

/** Of a sync that sends Amplitude whatever was accepted, as it was accepted: no setting decides, only where it came from. */
export const everythingPlanner: Planner = {
  plan: ({ source }) => (FROM_AMPLITUDE.has(source) ? IS_THERE : EVERYTHING),
  userPropertiesRead: [],
};

const EVERYTHING: Planned = {
  kind: "planned",
  row: null,
  identifier: undefined,
  identify: null,
  event: [],
};

/** Names of the user properties that filters and the identifier look at. Pure. */
function userPropertiesRead(settings: Settings): readonly string[] {
  const refs = settings.eventRows.flatMap(({ where }) => where.map(({ property }) => property));
  const names = [...identifiersOf(settings), ...refs]
    .filter((ref) => ref.startsWith("gp:"))
    .map((ref) => ref.slice(3));
  return [...new Set(names)];
}

const filtered = (reason: FilterReason): Filtered => ({ kind: "filtered", reason, failed: null });
const TOO_COSTLY: TooCostly = {
  kind: "discarded",
  reason: "too_costly",
  message:
    "The filters would take too long for this event: its values are too large for so many, or such long, filter values",
  identifier: null,
};
const GROUP_IDENTIFY = filtered("group_identify");
const USERS_OFF = filtered("users_off");
const IS_THERE = filtered("from_amplitude");
