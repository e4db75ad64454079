import { randomUUID } from "node:crypto";
import type { Offset, ProjectId } from "@/lib/kernel/brand";
import { isJsonObject, type JsonObject } from "@/lib/kernel/json";
import { stringifyJson } from "@/lib/kernel/stringify-json";
import { NOBODY, shardOfNobody } from "@/lib/pipeline/log/nobody";
import { shardOf } from "@/lib/pipeline/log/shard";
import type { IncomingEvent } from "@/lib/pipeline/source/event";
import { applyOperations } from "@/lib/pipeline/source/property-operations";
import { copyRow, timestamp } from "@/lib/postgres/copy";
import type { PersonState } from "@/lib/postgres/event-log/people-cache";
import type { PeopleChanges } from "@/lib/postgres/event-log/resolve-people";
import type { Taxonomy } from "@/lib/postgres/event-log/taxonomy";

export const EVENT_COLUMNS = `events (project_id, day, "offset", shard, person_id, received_at, event_time, uuid,
  kind, source, event_type, user_id, device_id, insert_id, payload, user_properties, user_changes)`;

interface Place {
  readonly project: ProjectId;
  readonly offset: Offset;
  readonly day: string;
}

/** Applies the event to its person and returns the row that stores it, with the resolved values. */
export function eventRow(
  place: Place,
  event: IncomingEvent,
  person: PersonState,
  changes: PeopleChanges,
  taxonomy: Taxonomy,
): string {
  const userChanges = applyToPerson(event, person, changes);
  if (event.kind === "event") taxonomy.sawEvent(event.eventType, event.receivedMs);
  const properties = event.payload["event_properties"];
  if (isJsonObject(properties)) taxonomy.sawProperties("event", properties, event.receivedMs);
  if (userChanges !== null) taxonomy.sawProperties("user", userChanges, event.receivedMs);
  return copyRow([
    place.project,
    place.day,
    place.offset,
    person.id === NOBODY ? shardOfNobody(place.offset) : shardOf(person.id),
    person.id,
    timestamp(event.receivedMs),
    timestamp(event.timeMs),
    randomUUID(),
    event.kind,
    event.source,
    event.eventType,
    event.userId ?? person.userId,
    event.deviceId,
    event.insertId,
    stringifyJson(event.payload),
    event.onlySentUserProperties === null
      ? person.propertiesText
      : stringifyJson(event.onlySentUserProperties),
    userChanges === null ? null : stringifyJson(userChanges),
  ]);
}

/** What the event changed, resolved; null when it carries no operations. */
function applyToPerson(
  event: IncomingEvent,
  person: PersonState,
  changes: PeopleChanges,
): JsonObject | null {
  if (event.operations === null || person.id === NOBODY) return null;
  const applied = applyOperations(person.properties, event.operations);
  const text = stringifyJson(applied.properties);
  if (text !== person.propertiesText) {
    person.properties = applied.properties;
    person.propertiesText = text;
    changes.people.add(person);
  }
  return applied.changes;
}
