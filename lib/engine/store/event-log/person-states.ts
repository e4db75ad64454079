import { ownProperty } from "@/lib/engine/pipeline/transform/properties";
import type { Offset, PersonId, ProjectId } from "@/lib/kernel/brand";
import type { Json, JsonObject } from "@/lib/kernel/json";
import { parseJson } from "@/lib/kernel/parse-json";
import { breather } from "@/lib/platform/breather";

// What people were like at events, put together from whole states and the changes after them (see keep-state.ts). The
// one way to read it, for workers and for screens.

/** An event whose person is asked for. */
export interface StateRef {
  readonly personId: PersonId;
  /** Of the event's partition, in days since 1970. */
  readonly day: number;
  readonly offset: Offset;
}

/** Runs one query on whatever connection the caller has. */
export type RunQuery = <Row>(text: string, values: readonly unknown[]) => Promise<readonly Row[]>;

/** One person in one day, from the first to the last event that is asked for. */
interface Span {
  readonly personId: PersonId;
  readonly day: number;
  first: Offset;
  last: Offset;
}

interface StepRow {
  /** The span, counted from 1. */
  readonly span: number;
  readonly offset: number | bigint;
  readonly whole: boolean;
  readonly properties: string;
}

/** People asked for in the first query; then as many as are expected to have so many characters in all. */
const SPANS_AT_FIRST = 64;
const QUERY_CHARS = 8 * 1_048_576;
const SPANS_MAX = 2_000;

export class PersonStates {
  readonly #spans = new Map<string, PersonHistory>();

  /** A property of the event's person right after it. */
  propertyAt(ref: StateRef, name: string): Json | undefined {
    return this.#spans.get(keyOf(ref))?.propertyAt(ref.offset, name);
  }

  allAt(ref: StateRef): JsonObject {
    return this.#spans.get(keyOf(ref))?.allAt(ref.offset) ?? {};
  }

  /** Takes what was read of one person's day. */
  put(ref: Pick<StateRef, "personId" | "day">, history: PersonHistory): void {
    this.#spans.set(keyOf(ref), history);
  }
}

/** Reads the states that the events refer to. Of `names` only; null: all properties. */
export async function readPersonStates(
  query: RunQuery,
  project: ProjectId,
  refs: readonly StateRef[],
  names: ReadonlySet<string> | null,
): Promise<PersonStates> {
  const states = new PersonStates();
  const spans = spansOf(refs);
  let size = SPANS_AT_FIRST;
  for (let start = 0; start < spans.length; ) {
    const asked = spans.slice(start, start + size);
    start += asked.length;
    const rows = await readSteps(query, project, asked);
    const histories = asked.map(() => new PersonHistory(names));
    let chars = 0;
    for (const row of rows) {
      const pause = breather.breathe();
      if (pause !== null) await pause;
      chars += row.properties.length;
      const properties = parseJson(row.properties) as JsonObject;
      histories[row.span - 1]?.add(Number(row.offset), row.whole, properties);
    }
    asked.forEach((span, index) => {
      const history = histories[index];
      if (history !== undefined) states.put(span, history);
    });
    const each = Math.max(1, chars / asked.length);
    size = Math.max(1, Math.min(SPANS_MAX, Math.floor(QUERY_CHARS / each)));
  }
  return states;
}

function readSteps(query: RunQuery, project: ProjectId, spans: readonly Span[]) {
  return query<StepRow>(
    `SELECT x.span::int AS span, step."offset", step.whole, step.properties
     FROM unnest($2::bigint[], $3::int[], $4::bigint[], $5::bigint[]) WITH ORDINALITY
       AS x(person_id, day, first, last, span)
     LEFT JOIN LATERAL (
       SELECT "offset" FROM person_states
       WHERE project_id = $1 AND person_id = x.person_id AND day = DATE '1970-01-01' + x.day AND "offset" <= x.first
       ORDER BY "offset" DESC LIMIT 1
     ) AS start ON TRUE
     CROSS JOIN LATERAL (
       SELECT s."offset", TRUE AS whole, s.properties FROM person_states s
       WHERE s.project_id = $1 AND s.person_id = x.person_id AND s.day = DATE '1970-01-01' + x.day
         AND s."offset" >= coalesce(start."offset", 0) AND s."offset" <= x.last
       UNION ALL
       SELECT e."offset", FALSE, e.user_changes FROM events e
       WHERE e.project_id = $1 AND e.person_id = x.person_id AND e.day = DATE '1970-01-01' + x.day
         AND e."offset" > coalesce(start."offset", 0) AND e."offset" <= x.last AND e.user_changes IS NOT NULL
     ) AS step
     ORDER BY x.span, step."offset", step.whole`,
    [
      project,
      spans.map(({ personId }) => personId),
      spans.map(({ day }) => day),
      spans.map(({ first }) => first),
      spans.map(({ last }) => last),
    ],
  );
}

function spansOf(refs: readonly StateRef[]): readonly Span[] {
  const spans = new Map<string, Span>();
  for (const { personId, day, offset } of refs) {
    const key = keyOf({ personId, day });
    const span = spans.get(key);
    if (span === undefined) spans.set(key, { personId, day, first: offset, last: offset });
    else {
      if (offset < span.first) span.first = offset;
      if (offset > span.last) span.last = offset;
    }
  }
  return [...spans.values()];
}

const keyOf = ({ personId, day }: Pick<StateRef, "personId" | "day">): string =>
  `${personId} ${day}`;

/** One person over some events: what was there, and what each change made of it. */
class PersonHistory {
  readonly #names: ReadonlySet<string> | null;
  /** By property: where it got which value, in the order of the log; null: it was removed. */
  readonly #values = new Map<string, { readonly offsets: number[]; readonly values: Json[] }>();

  constructor(names: ReadonlySet<string> | null) {
    this.#names = names;
  }

  /** MUST be called in the order of the log. A whole state ends what is not in it. */
  add(offset: number, whole: boolean, properties: JsonObject): void {
    if (whole) {
      for (const name of this.#values.keys()) {
        if (!Object.hasOwn(properties, name)) this.#put(offset, name, null);
      }
    }
    for (const name of this.#names ?? Object.keys(properties)) {
      const value = ownProperty(properties, name);
      if (value !== undefined) this.#put(offset, name, value);
    }
  }

  #put(offset: number, name: string, value: Json): void {
    let known = this.#values.get(name);
    if (known === undefined) {
      known = { offsets: [], values: [] };
      this.#values.set(name, known);
    }
    known.offsets.push(offset);
    known.values.push(value);
  }

  propertyAt(offset: number, name: string): Json | undefined {
    const known = this.#values.get(name);
    if (known === undefined) return undefined;
    let low = 0;
    let high = known.offsets.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((known.offsets[middle] ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    return low === 0 ? undefined : (known.values[low - 1] ?? undefined);
  }

  allAt(offset: number): JsonObject {
    const entries: [string, Json][] = [];
    for (const name of this.#values.keys()) {
      const value = this.propertyAt(offset, name);
      if (value !== undefined) entries.push([name, value]);
    }
    return Object.fromEntries(entries);
  }
}
