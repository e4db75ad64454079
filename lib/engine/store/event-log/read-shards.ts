import type { Pool } from "pg";
import { PAGE_BYTES_MAX, type ShardPosition } from "@/lib/engine/pipeline/log/event-log";
import type { Event } from "@/lib/engine/pipeline/source/event";
import type { ProjectId } from "@/lib/kernel/brand";
import type { Json } from "@/lib/kernel/json";
import { type PersonStates, type RunQuery, readPersonStates, type StateRef } from "./person-states";
import {
  bytesBefore,
  EVENT_FIELDS,
  type EventRow,
  isLookedUp,
  LatestPayload,
  type People,
  refOf,
  StoredEvent,
} from "./stored-event";

/**
 * EventLog.read: one index probe per shard and day. Put in order here: the shards' rows come in order already, and the
 * server would sort whole rows.
 */
export async function readShards(
  pool: Pool,
  project: ProjectId,
  shards: readonly ShardPosition[],
  limit: number,
  isShared: boolean,
): Promise<readonly Event[]> {
  if (shards.length === 0) return [];
  const { rows } = await pool.query<EventRow>({
    name: "read-shards",
    text: `SELECT ${EVENT_FIELDS} FROM unnest($2::smallint[], $3::bigint[]) AS s(of_shard, position)
           CROSS JOIN LATERAL (
             SELECT events.*, ${bytesBefore("events")} AS bytes_before FROM events
             WHERE project_id = $1 AND shard = s.of_shard AND "offset" > s.position
             ORDER BY "offset" LIMIT $4
           ) AS e
           WHERE bytes_before <= $5`,
    values: [
      project,
      shards.map(({ shard }) => shard),
      shards.map(({ position }) => position),
      limit,
      Math.floor(PAGE_BYTES_MAX / shards.length),
    ],
  });
  rows.sort((a, b) => a.offset - b.offset);
  return storedEvents(pool, project, rows, isShared);
}

/** The events of one page over their rows; what their people were like is read when it is asked for. */
export function storedEvents(
  pool: Pool,
  project: ProjectId,
  rows: readonly EventRow[],
  isShared: boolean,
): readonly Event[] {
  const people = new PageOfPeople(pool, project, rows);
  const latest = isShared ? null : new LatestPayload();
  return rows.map((row) => new StoredEvent(project, row, people, latest));
}

/** Brings these properties of the events' people into memory: once per page, however many syncs ask. */
export async function loadUserProperties(
  events: readonly Event[],
  names: readonly string[],
): Promise<void> {
  const pages = new Set(
    events.flatMap((e) =>
      e instanceof StoredEvent && e.people instanceof PageOfPeople ? [e.people] : [],
    ),
  );
  await Promise.all([...pages].map((page) => page.load(names)));
}

/** The people of one page of the log. */
class PageOfPeople implements People {
  readonly #pool: Pool;
  readonly #project: ProjectId;
  readonly #refs: readonly StateRef[];
  #names: ReadonlySet<string> = new Set();
  #states: Promise<PersonStates> | null = null;
  #loaded: { readonly names: ReadonlySet<string>; readonly states: PersonStates } | null = null;

  constructor(pool: Pool, project: ProjectId, rows: readonly EventRow[]) {
    this.#pool = pool;
    this.#project = project;
    this.#refs = rows.filter(isLookedUp).map(refOf);
  }

  async load(names: readonly string[]): Promise<void> {
    if (this.#states === null || names.some((name) => !this.#names.has(name))) {
      this.#names = new Set([...this.#names, ...names]);
      this.#states = this.#read(this.#names);
    }
    await this.#states;
  }

  async #read(names: ReadonlySet<string>): Promise<PersonStates> {
    const run: RunQuery = async (text, values) =>
      (await this.#pool.query({ name: "person-states", text, values: [...values] })).rows;
    try {
      const states = await readPersonStates(run, this.#project, this.#refs, names);
      this.#loaded = { names, states };
      return states;
    } catch (error) {
      // Another try starts anew.
      this.#names = new Set();
      throw error;
    }
  }

  property(row: EventRow, name: string): Json | undefined {
    if (!this.#loaded?.names.has(name)) throw new Error(`user property "${name}" was not loaded`);
    return this.#loaded.states.propertyAt(refOf(row), name);
  }
}
