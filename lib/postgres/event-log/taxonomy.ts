import type { PoolClient } from "pg";
import type { ProjectId } from "@/lib/kernel/brand";
import { isJsonNumber } from "@/lib/kernel/exact-number";
import { isJsonObject, type Json, type JsonObject } from "@/lib/kernel/json";
import { stringifyJson } from "@/lib/kernel/stringify-json";
import { timestamp } from "@/lib/postgres/copy";

// Remembers which event and property names a project has really sent, for the pickers: with type, example, last seen.

/** Names kept per kind: a sender that invents names must not fill the database. */
const NAMES_MAX = 10_000;
const NAME_CHARACTERS_MAX = 400;
/** `last_seen` is written at most this often per name. */
const REFRESH_MS = 60_000;
const EXAMPLE_CHARACTERS = 100;

interface SeenProperty {
  readonly scope: "event" | "user";
  readonly name: string;
  readonly type: string;
  readonly example: string;
}

/** What one project's appender has seen and written; `pending` is what the current group must write. */
export class Taxonomy {
  readonly #writtenAt = new Map<string, number>();
  #events = new Set<string>();
  #properties = new Map<string, SeenProperty>();

  sawEvent(name: string, nowMs: number): void {
    if (this.#isDue(`n${name}`, name, nowMs)) this.#events.add(name);
  }

  sawProperties(scope: "event" | "user", properties: JsonObject, nowMs: number): void {
    for (const name of Object.keys(properties)) {
      const key = scope + name;
      const value = properties[name];
      if (value === null || value === undefined || !this.#isDue(key, name, nowMs)) continue;
      const text = typeof value === "string" ? value : stringifyJson(value);
      const example = text.slice(0, EXAMPLE_CHARACTERS).replaceAll("\u0000", "").toWellFormed();
      this.#properties.set(key, { scope, name, type: typeOf(value), example });
    }
  }

  /** Writes what the group saw for the first time, or not for a minute. Part of the append's transaction. */
  async write(client: PoolClient, project: ProjectId, nowMs: number): Promise<void> {
    if (this.#events.size > 0) {
      await client.query({
        name: "see-event-types",
        text: `INSERT INTO event_types (project_id, name, first_seen, last_seen)
               SELECT $1, name, $3::timestamptz, $3::timestamptz FROM unnest($2::text[]) AS name
               ON CONFLICT (project_id, name) DO UPDATE SET last_seen = EXCLUDED.last_seen`,
        values: [project, [...this.#events].sort(), timestamp(nowMs)],
      });
    }
    if (this.#properties.size > 0) {
      const rows = [...this.#properties.values()];
      await client.query({
        name: "see-properties",
        text: `INSERT INTO properties (project_id, scope, name, type, example, first_seen, last_seen)
               SELECT $1, s.scope, s.name, s.type, s.example, $6::timestamptz, $6::timestamptz
               FROM unnest($2::text[], $3::text[], $4::text[], $5::text[]) AS s(scope, name, type, example)
               ON CONFLICT (project_id, scope, name)
               DO UPDATE SET type = EXCLUDED.type, example = EXCLUDED.example, last_seen = EXCLUDED.last_seen`,
        values: [
          project,
          rows.map((row) => row.scope),
          rows.map((row) => row.name),
          rows.map((row) => row.type),
          rows.map((row) => row.example),
          timestamp(nowMs),
        ],
      });
    }
  }

  /** After the commit: what was written need not be written again for a while. */
  committed(nowMs: number): void {
    for (const name of this.#events) this.#writtenAt.set(`n${name}`, nowMs);
    for (const key of this.#properties.keys()) this.#writtenAt.set(key, nowMs);
    this.discard();
  }

  /** After a rollback. */
  discard(): void {
    this.#events = new Set();
    this.#properties = new Map();
  }

  #isDue(key: string, name: string, nowMs: number): boolean {
    const writtenAt = this.#writtenAt.get(key);
    if (writtenAt !== undefined) return nowMs - writtenAt >= REFRESH_MS;
    return this.#writtenAt.size < NAMES_MAX && isStorableName(name);
  }
}

const isStorableName = (name: string): boolean =>
  name !== "" &&
  name.length <= NAME_CHARACTERS_MAX &&
  !name.includes("\u0000") &&
  name.isWellFormed();

function typeOf(value: Json): string {
  if (Array.isArray(value)) return "array";
  if (isJsonNumber(value)) return "number";
  return isJsonObject(value) ? "object" : typeof value;
}
