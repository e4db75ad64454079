import type { PoolClient } from "pg";
import type { ProjectId } from "@/lib/kernel/brand";
import { isJsonNumber } from "@/lib/kernel/exact-number";
import { isJsonObject, type Json, type JsonObject } from "@/lib/kernel/json";
import { stringifyJson } from "@/lib/kernel/stringify-json";
import { timestamp } from "@/lib/platform/postgres/copy";

// Remembers which event and property names a project has really sent, for the pickers: with type, example, last seen.
// A sender chooses the names, so they are bounded; those that came in one upload only give way first, then those seen
// longest ago. Names that people have hidden stay.

type Kind = "event_type" | "event_property" | "user_property";

/** Names kept per project. Amplitude: 2,000 event types; 2,000 properties for each of them; 1,000 user properties. */
export const NAMES_MAX: Readonly<Record<Kind, number>> = {
  event_type: 2_000,
  event_property: 5_000,
  user_property: 2_000,
};
/** New names of a kind that one group of uploads may bring; what is left out comes again, if it is real. */
export const NEW_NAMES_MAX = 500;
/** Names of a kind that the process remembers to have written, per project. */
const REMEMBERED_MAX = 2_000;
const NAME_CHARACTERS_MAX = 400;
/** `last_seen` is written at most this often per name. */
const REFRESH_MS = 60_000;
const EXAMPLE_CHARACTERS = 100;

/** New names of each kind that one group, or one upload that is written in several transactions, has brought. */
export type NewNames = Map<Kind, number>;

/** What is written of one name. */
interface Seen {
  readonly kind: Kind;
  readonly name: string;
  /** True when it was seen in an earlier group as well. */
  readonly again: boolean;
  readonly type: string;
  readonly example: string;
}

interface Written {
  readonly atMs: number;
  readonly again: boolean;
  /** Of what wrote it last. */
  readonly by: NewNames;
}

/** What one project's appender has seen and written. */
export class Taxonomy {
  /** By name; the last written is last. Asked for each property of each event: no key is put together for that. */
  readonly #written: Readonly<Record<Kind, Map<string, Written>>> = {
    event_type: new Map(),
    event_property: new Map(),
    user_property: new Map(),
  };
  /** What the current group must write. */
  #pending = new Map<string, Seen>();
  #newNames: NewNames = new Map();
  /** What the current group has brought in earlier transactions. */
  #group: NewNames = new Map();

  /** Called before a transaction: the same `group` again goes on with the upload whose earlier events it wrote. */
  begin(group: NewNames): void {
    this.#group = group;
  }

  sawEvent(name: string, nowMs: number): void {
    this.#saw("event_type", name, "", nowMs);
  }

  sawProperties(scope: "event" | "user", properties: JsonObject, nowMs: number): void {
    const kind = scope === "event" ? "event_property" : "user_property";
    for (const name of Object.keys(properties)) {
      const value = properties[name];
      if (value !== null && value !== undefined) this.#saw(kind, name, value, nowMs);
    }
  }

  #saw(kind: Kind, name: string, value: Json, nowMs: number): void {
    const written = this.#written[kind].get(name);
    if (written?.by === this.#group) return;
    if (written?.again === true && nowMs - written.atMs < REFRESH_MS) return;
    const key = `${kind} ${name}`;
    if (written === undefined && !this.#pending.has(key) && !this.#mayAdd(kind, name)) return;
    const again = written !== undefined;
    this.#pending.set(key, { kind, name, again, type: typeOf(value), example: exampleOf(value) });
  }

  #mayAdd(kind: Kind, name: string): boolean {
    const count = this.#newNames.get(kind) ?? 0;
    if ((this.#group.get(kind) ?? 0) + count >= NEW_NAMES_MAX || !isStorableName(name))
      return false;
    this.#newNames.set(kind, count + 1);
    return true;
  }

  /** Writes what the group saw for the first or second time, or not for a minute. Part of the append's transaction. */
  async write(client: PoolClient, project: ProjectId, nowMs: number): Promise<void> {
    if (this.#pending.size === 0) return;
    const of = (kind: Kind) => [...this.#pending.values()].filter((seen) => seen.kind === kind);
    await writeEventTypes(client, project, of("event_type"), nowMs);
    await writeProperties(client, project, "event", of("event_property"), nowMs);
    await writeProperties(client, project, "user", of("user_property"), nowMs);
  }

  /** After the commit: what was written need not be written again for a while. */
  committed(nowMs: number): void {
    for (const { kind, name, again } of this.#pending.values()) {
      this.#written[kind].delete(name);
      this.#written[kind].set(name, { atMs: nowMs, again, by: this.#group });
    }
    for (const [kind, count] of this.#newNames)
      this.#group.set(kind, (this.#group.get(kind) ?? 0) + count);
    for (const names of Object.values(this.#written)) {
      for (const name of names.keys()) {
        if (names.size <= REMEMBERED_MAX) break;
        names.delete(name);
      }
    }
    this.discard();
  }

  /** After a rollback. */
  discard(): void {
    this.#pending = new Map();
    this.#newNames = new Map();
  }
}

async function writeEventTypes(
  client: PoolClient,
  project: ProjectId,
  seen: readonly Seen[],
  nowMs: number,
): Promise<void> {
  if (seen.length === 0) return;
  const { rows } = await client.query<{ readonly is_new: boolean }>({
    name: "see-event-types",
    text: `INSERT INTO event_types (project_id, name, seen_again, first_seen, last_seen)
           SELECT $1, s.name, s.again, $4::timestamptz, $4::timestamptz
           FROM unnest($2::text[], $3::boolean[]) AS s(name, again) ORDER BY s.name
           ON CONFLICT (project_id, name) DO UPDATE SET last_seen = EXCLUDED.last_seen, seen_again = TRUE
           RETURNING xmax = 0 AS is_new`,
    values: [
      project,
      seen.map(({ name }) => name),
      seen.map(({ again }) => again),
      timestamp(nowMs),
    ],
  });
  if (!rows.some(({ is_new }) => is_new)) return;
  await client.query({
    name: "forget-event-types",
    text: `DELETE FROM event_types e USING (
             SELECT name FROM event_types WHERE project_id = $1 AND NOT hidden
             ORDER BY seen_again DESC, last_seen DESC, name OFFSET $2
           ) AS old
           WHERE e.project_id = $1 AND e.name = old.name`,
    values: [project, NAMES_MAX.event_type],
  });
}

async function writeProperties(
  client: PoolClient,
  project: ProjectId,
  scope: "event" | "user",
  seen: readonly Seen[],
  nowMs: number,
): Promise<void> {
  if (seen.length === 0) return;
  const { rows } = await client.query<{ readonly is_new: boolean }>({
    name: "see-properties",
    text: `INSERT INTO properties (project_id, scope, name, seen_again, type, example, first_seen, last_seen)
           SELECT $1, $2, s.name, s.again, s.type, s.example, $7::timestamptz, $7::timestamptz
           FROM unnest($3::text[], $4::boolean[], $5::text[], $6::text[]) AS s(name, again, type, example)
           ORDER BY s.name
           ON CONFLICT (project_id, scope, name) DO UPDATE SET type = EXCLUDED.type, example = EXCLUDED.example,
             last_seen = EXCLUDED.last_seen, seen_again = TRUE
           RETURNING xmax = 0 AS is_new`,
    values: [
      project,
      scope,
      seen.map(({ name }) => name),
      seen.map(({ again }) => again),
      seen.map(({ type }) => type),
      seen.map(({ example }) => example),
      timestamp(nowMs),
    ],
  });
  if (!rows.some(({ is_new }) => is_new)) return;
  await client.query({
    name: "forget-properties",
    text: `DELETE FROM properties p USING (
             SELECT name FROM properties WHERE project_id = $1 AND scope = $2 AND NOT hidden
             ORDER BY seen_again DESC, last_seen DESC, name OFFSET $3
           ) AS old
           WHERE p.project_id = $1 AND p.scope = $2 AND p.name = old.name`,
    values: [project, scope, NAMES_MAX[scope === "event" ? "event_property" : "user_property"]],
  });
}

const isStorableName = (name: string): boolean =>
  name !== "" &&
  name.length <= NAME_CHARACTERS_MAX &&
  !name.includes("\u0000") &&
  name.isWellFormed();

function exampleOf(value: Json): string {
  const text = typeof value === "string" ? value : stringifyJson(value);
  return text.slice(0, EXAMPLE_CHARACTERS).replaceAll("\u0000", "").toWellFormed();
}

function typeOf(value: Json): string {
  if (Array.isArray(value)) return "array";
  if (isJsonNumber(value)) return "number";
  return isJsonObject(value) ? "object" : typeof value;
}
