import { randomUUID } from "node:crypto";
import {
  type AppendReceipt,
  type EventLog,
  PAGE_BYTES_MAX,
  type ShardPosition,
} from "@/lib/engine/pipeline/log/event-log";
import { NOBODY } from "@/lib/engine/pipeline/log/nobody";
import { SHARDS } from "@/lib/engine/pipeline/log/shard";
import { dedupeKeys } from "@/lib/engine/pipeline/source/dedupe-key";
import type { Event, IncomingEvent } from "@/lib/engine/pipeline/source/event";
import { PersonProperties } from "@/lib/engine/pipeline/source/person-properties";
import { applyOperations } from "@/lib/engine/pipeline/source/property-operations";
import { ownProperty } from "@/lib/engine/pipeline/transform/properties";
import type { Offset, PersonId, ProjectId, Shard } from "@/lib/kernel/brand";
import { AppError } from "@/lib/kernel/errors";
import type { JsonObject } from "@/lib/kernel/json";
import { parseJson } from "@/lib/kernel/parse-json";
import { stringifyJson } from "@/lib/kernel/stringify-json";

/** Ids of people who are not named by a number. */
const FIRST_PERSON_ID = 1_000_000;

interface Person {
  readonly id: PersonId;
  userId: string | null;
  readonly properties: PersonProperties;
  /** `properties`, shared by the events since the last change. */
  snapshot: JsonObject;
}

interface Stored {
  readonly event: Omit<Event, "payload" | "userProperty">;
  readonly payload: string;
  /** What the person was like. */
  readonly known: JsonObject;
  /** False where the event itself says it, or there is nobody. */
  readonly isLookedUp: boolean;
  readonly bytes: number;
}

interface Project {
  readonly rows: Stored[];
  readonly keys: Set<string>;
  readonly byUserId: Map<string, Person>;
  readonly byDeviceId: Map<string, Person>;
}

const newProject = (): Project => ({
  rows: [],
  keys: new Set(),
  byUserId: new Map(),
  byDeviceId: new Map(),
});

/**
 * The event log in memory, by the same rules as on PostgreSQL: tests/contracts/event-log.ts holds both to them. A
 * project is there from its first event; keys are remembered for ever. A user id that is a number is the person's, so
 * that tests can name people; its remainder is the shard.
 */
export class MemoryLog implements EventLog {
  /** What was stored, in order: as it came in, and as it is read. */
  readonly incoming: IncomingEvent[] = [];
  readonly events: Event[] = [];
  /** Makes the next appends reject. */
  fail: Error | null = null;
  /** When set, appends resolve only after it. */
  gate: Promise<void> | null = null;
  appends = 0;
  readonly #shards: number;
  readonly #projects = new Map<ProjectId, Project>();
  readonly #gone = new Set<ProjectId>();
  readonly #loaded = new WeakMap<Event, Set<string>>();
  #lastPerson = FIRST_PERSON_ID;

  constructor(shards = SHARDS) {
    this.#shards = shards;
  }

  /** Deletes the project with its log. */
  drop(project: ProjectId): void {
    this.#gone.add(project);
    this.#projects.delete(project);
  }

  async append(id: ProjectId, events: readonly IncomingEvent[]): Promise<AppendReceipt> {
    this.appends += 1;
    await this.gate;
    if (this.fail !== null) throw this.fail;
    if (this.#gone.has(id)) throw new AppError("not_found", `There is no project ${id}`);
    if (!events.every(isStorable)) throw new AppError("invalid_input", "A name cannot be stored");
    const project = this.#projects.get(id) ?? newProject();
    this.#projects.set(id, project);
    let stored = 0;
    for (const event of events) if (this.#store(id, project, event)) stored += 1;
    return { stored, duplicates: events.length - stored };
  }

  async head(project: ProjectId): Promise<Offset> {
    return (this.#projects.get(project)?.rows.length ?? 0) as Offset;
  }

  async read(
    project: ProjectId,
    shards: readonly ShardPosition[],
    limit: number,
  ): Promise<readonly Event[]> {
    const rows = this.#projects.get(project)?.rows ?? [];
    const bytesMax = Math.floor(PAGE_BYTES_MAX / shards.length);
    const loaded = new Set<string>();
    return shards
      .flatMap(({ shard, position }) => {
        let bytes = 0;
        const after = rows.filter(
          (row) => row.event.shard === shard && row.event.offset > position,
        );
        return after.slice(0, limit).filter((row) => {
          const fits = bytes <= bytesMax;
          bytes += row.bytes;
          return fits;
        });
      })
      .sort((a, b) => a.event.offset - b.event.offset)
      .map((row) => this.#toEvent(row, loaded));
  }

  async loadUserProperties(events: readonly Event[], names: readonly string[]): Promise<void> {
    for (const event of events) {
      for (const name of names) this.#loaded.get(event)?.add(name);
    }
  }

  /** False for a duplicate. */
  #store(projectId: ProjectId, project: Project, event: IncomingEvent): boolean {
    const keys = dedupeKeys(event);
    if (keys.some((key) => project.keys.has(key))) return false;
    for (const key of keys) project.keys.add(key);
    const person = this.#personOf(project, event);
    const changes =
      person.id === NOBODY || event.operations === null
        ? null
        : applyOperations(person.properties, event.operations).changes;
    if (changes !== null) person.snapshot = person.properties.toJson();
    const offset = (project.rows.length + 1) as Offset;
    const payload = stringifyJson(event.payload);
    const own = event.onlySentUserProperties;
    const jsons = [own, changes].filter((json) => json !== null).map((json) => stringifyJson(json));
    const { kind, source, eventType, deviceId, insertId, timeMs, receivedMs } = event;
    const row: Stored = {
      event: {
        projectId,
        offset,
        shard: ((person.id === NOBODY ? offset : person.id) % this.#shards) as Shard,
        personId: person.id,
        uuid: randomUUID(),
        kind,
        source,
        eventType,
        userId: event.userId ?? person.userId,
        deviceId,
        insertId,
        timeMs,
        receivedMs,
        userChanges: changes,
      },
      payload,
      known: own ?? person.snapshot,
      isLookedUp: own === null && person.id !== NOBODY,
      bytes: [payload, ...jsons].reduce((sum, text) => sum + Buffer.byteLength(text), 0),
    };
    project.rows.push(row);
    this.incoming.push(event);
    this.events.push(this.#toEvent(row, new Set()));
    return true;
  }

  #personOf(project: Project, { userId, deviceId }: IncomingEvent): Person {
    if (userId === null && deviceId === null) return newPerson(NOBODY);
    const onDevice = deviceId === null ? undefined : project.byDeviceId.get(deviceId);
    const known = userId === null ? onDevice : project.byUserId.get(userId);
    const person =
      known ?? (onDevice?.userId === null ? onDevice : undefined) ?? this.#makePerson(userId);
    if (userId !== null && person.userId === null) {
      person.userId = userId;
      project.byUserId.set(userId, person);
    }
    if (deviceId !== null) project.byDeviceId.set(deviceId, person);
    return person;
  }

  #makePerson(userId: string | null): Person {
    const number = Number(userId);
    const isNumber = Number.isInteger(number) && number > 0 && number < FIRST_PERSON_ID;
    return newPerson((isNumber ? number : ++this.#lastPerson) as PersonId);
  }

  #toEvent({ event, payload, known, isLookedUp }: Stored, loaded: Set<string>): Event {
    const read: Event = {
      ...event,
      get payload() {
        return parseJson(payload) as JsonObject;
      },
      userProperty: (name) => {
        if (isLookedUp && !loaded.has(name)) {
          throw new Error(`user property "${name}" was not loaded`);
        }
        return ownProperty(known, name);
      },
    };
    this.#loaded.set(read, loaded);
    return read;
  }
}

const newPerson = (id: PersonId): Person => ({
  id,
  userId: null,
  properties: new PersonProperties(),
  snapshot: {},
});

/** What IncomingEvent promises of its names. */
const isStorable = ({ eventType, userId, deviceId, insertId }: IncomingEvent): boolean =>
  [eventType, userId, deviceId, insertId].every(
    (name) => name === null || (name.isWellFormed() && !name.includes("\0")),
  );
