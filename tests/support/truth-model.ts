import type { Settings } from "@/lib/engine/pipeline/transform/settings";
import type { Json, JsonObject } from "@/lib/kernel/json";

// What should become of an event, worked out from the words of the settings page alone: nothing of the planner, the
// connector or the stored facts is asked. Each clause has its meaning written beside it, for the values it meets here.

type Value = Json | undefined;

interface ModelClause {
  readonly property: string;
  readonly op: string;
  readonly values: readonly string[];
  readonly holds: (value: Value) => boolean;
}

export interface ModelRow {
  readonly event: string;
  readonly where: readonly ModelClause[];
}

export interface ModelSettings {
  readonly sendEvents: boolean;
  readonly sendUsers: boolean;
  readonly rows: readonly ModelRow[];
}

export interface ModelEvent {
  readonly kind: "event" | "identify" | "group_identify";
  readonly name: string;
  readonly user: string | null;
  readonly device: string;
  readonly properties: JsonObject;
  /** What it sets the user property `plan` to. */
  readonly plan: string | null;
}

export interface Expected {
  readonly status: string;
  readonly reason: string | null;
  readonly version: number | null;
  readonly row: string | null;
  readonly clause: {
    readonly property: string;
    readonly op: string;
    readonly actual: Value;
  } | null;
}

const text = (value: Value): string => (typeof value === "string" ? value : "");
const number = (value: Value): number => (typeof value === "number" ? value : Number.NaN);
const list = (value: Value): readonly Value[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];
const sameSet = (value: Value, members: readonly string[]) =>
  members.every((member) => list(value).includes(member)) &&
  list(value).every((element) => members.includes(text(element)));

const TEXTS: readonly Value[] = ["red", "green", "Red wine", "greenish", "", undefined];
const NUMBERS: readonly Value[] = [-1, 9, 10, 10.5, 11, undefined];
const LISTS: readonly Value[] = [
  ["red"],
  ["red", "green"],
  ["red", "green", "blue"],
  [],
  undefined,
];
const PATHS: readonly Value[] = ["/shop/cart", "/shop/cart/pay", "/shop", "/", undefined];

/** Each kind of clause on `ep:x`, its meaning, and the values that it meets. */
const CLAUSES: readonly (readonly [
  string,
  readonly string[],
  (value: Value) => boolean,
  readonly Value[],
])[] = [
  ["is", ["red", "green"], (x) => x === "red" || x === "green", TEXTS],
  ["is not", ["red"], (x) => x !== "red", TEXTS],
  ["is", ["(none)", "red"], (x) => x === undefined || x === "red", TEXTS],
  ["is not", ["(none)"], (x) => x !== undefined, TEXTS],
  ["contains", ["WINE", "ish"], (x) => /wine|ish/i.test(text(x)), TEXTS],
  ["does not contain", ["ee"], (x) => !/ee/i.test(text(x)), TEXTS],
  ["starts with", ["RED"], (x) => /^red/i.test(text(x)), TEXTS],
  ["does not start with", ["gr"], (x) => !/^gr/i.test(text(x)), TEXTS],
  ["less", ["10"], (x) => number(x) < 10, NUMBERS],
  ["less or equal", ["10"], (x) => number(x) <= 10, NUMBERS],
  ["greater", ["10"], (x) => number(x) > 10, NUMBERS],
  ["greater or equal", ["10", "10.5"], (x) => number(x) >= 10, NUMBERS],
  ["set is", ["red", "green"], (x) => sameSet(x, ["red", "green"]), LISTS],
  ["set is not", ["red"], (x) => !sameSet(x, ["red"]), LISTS],
  ["set contains", ["green"], (x) => list(x).includes("green"), LISTS],
  ["set does not contain", ["blue"], (x) => !list(x).includes("blue"), LISTS],
  ["glob match", ["/shop/*"], (x) => /^\/shop\/[^/]*$/.test(text(x)), PATHS],
  ["glob does not match", ["/shop/**"], (x) => !/^\/shop\//s.test(text(x)), PATHS],
];

const clauseName = (at: number) => `Clause ${at}`;

/** A row for each kind of clause, and the values of `x` that its events have. */
export const CLAUSE_ROWS: readonly ModelRow[] = CLAUSES.map(([op, values, holds], at) => ({
  event: clauseName(at),
  where: [{ property: "ep:x", op, values, holds }],
}));
export const CLAUSE_VALUES: ReadonlyMap<string, readonly Value[]> = new Map(
  CLAUSES.map(([, , , values], at) => [clauseName(at), values]),
);

export const row = (event: string, ...where: readonly ModelClause[]): ModelRow => ({
  event,
  where,
});
export const greaterThan = (bound: number): ModelClause => ({
  property: "ep:x",
  op: "greater",
  values: [String(bound)],
  holds: (x) => number(x) > bound,
});
export const planIs = (plan: string): ModelClause => ({
  property: "gp:plan",
  op: "is",
  values: [plan],
  holds: (value) => value === plan,
});

/** As a save takes them. */
export const toSettings = ({ sendEvents, sendUsers, rows }: ModelSettings): Partial<Settings> => ({
  sendEvents,
  sendUsers,
  eventProperties: ["x"],
  userProperties: ["plan"],
  eventRows: rows.map(({ event, where }) => ({
    event,
    where: where.map(({ property, op, values }) => ({
      property,
      op: op as Settings["eventRows"][number]["where"][number]["op"],
      values: [...values],
    })),
  })),
});

const A = "A".charCodeAt(0);
const letter = (at: number): string => String.fromCharCode(A + at);

/**
 * What a destination that answers makes of an event under these settings.
 * @param plan the user property when it was read
 * @param refuses what the destination does not take
 */
export function expectedOf(
  event: ModelEvent,
  {
    settings,
    version,
    plan,
    refuses,
  }: {
    readonly settings: ModelSettings;
    readonly version: number;
    readonly plan: string | null;
    readonly refuses: string;
  },
): Expected {
  const none = { version, row: null, clause: null };
  const filtered = (reason: string) => ({ ...none, status: "filtered", reason });
  if (event.kind === "group_identify") return filtered("group_identify");
  if (event.kind === "identify") {
    if (!settings.sendUsers) return filtered("users_off");
  } else {
    if (!settings.sendEvents) return filtered("events_off");
    if (settings.rows.length === 0) return filtered("no_events_selected");
    const failed = firstFailure(event, settings.rows, plan);
    if (failed !== "selected") return { ...filtered("no_row_matches"), ...failed };
  }
  const discarded = (reason: string) => ({ ...none, status: "discarded", reason });
  if (event.user === null) return discarded("missing_identifier");
  if (event.user.length > 150) return discarded("identifier_too_long");
  // An identify is sent without a name of its own.
  if (event.kind === "event" && event.name.length > 100) return discarded("event_name_too_long");
  if (event.kind === "event" && event.name === refuses) return discarded("refused");
  return { ...none, status: "delivered", reason: null };
}

function firstFailure(
  event: ModelEvent,
  rows: readonly ModelRow[],
  plan: string | null,
): "selected" | Pick<Expected, "row" | "clause"> {
  const naming = rows.flatMap((each, at) =>
    each.event === event.name || each.event === "_all" ? [{ ...each, at }] : [],
  );
  const actual = ({ property }: ModelClause): Value =>
    property === "gp:plan" ? (plan ?? undefined) : event.properties["x"];
  const fails = naming.map(({ at, where }) => ({
    at,
    clause: where.find((each) => !each.holds(actual(each))),
  }));
  if (fails.some(({ clause }) => clause === undefined)) return "selected";
  const [first] = fails;
  if (first?.clause === undefined) return { row: null, clause: null };
  const { property, op } = first.clause;
  return { row: letter(first.at), clause: { property, op, actual: actual(first.clause) } };
}
