import type { PoolClient } from "pg";
import type { ProjectId } from "@/lib/kernel/brand";
import type { IncomingEvent } from "@/lib/pipeline/source/event";
import { timestamp } from "@/lib/postgres/copy";
import type { PeopleChanges } from "@/lib/postgres/event-log/resolve-people";

// What an append writes beside the events, in the same transaction.

/** Inserts and updates the people and devices that the group changed. */
export async function writePeople(
  client: PoolClient,
  project: ProjectId,
  changes: PeopleChanges,
  nowMs: number,
): Promise<void> {
  if (changes.people.size > 0) {
    const people = [...changes.people];
    await client.query({
      name: "write-people",
      text: `INSERT INTO people (id, project_id, user_id, properties, first_seen, updated_at)
             SELECT p.id, $1, p.user_id, p.properties, $5::timestamptz, $5::timestamptz
             FROM unnest($2::bigint[], $3::text[], $4::text[]) AS p(id, user_id, properties)
             ON CONFLICT (id) DO UPDATE SET user_id = EXCLUDED.user_id, properties = EXCLUDED.properties,
               updated_at = EXCLUDED.updated_at`,
      values: [
        project,
        people.map((person) => person.id),
        people.map((person) => person.userId),
        people.map((person) => person.propertiesText),
        timestamp(nowMs),
      ],
    });
  }
  if (changes.devices.size > 0) {
    await client.query({
      name: "write-devices",
      text: `INSERT INTO devices (project_id, device_id, person_id)
             SELECT $1, d.device_id, d.person_id FROM unnest($2::text[], $3::bigint[]) AS d(device_id, person_id)
             ON CONFLICT (project_id, device_id) DO UPDATE SET person_id = EXCLUDED.person_id`,
      values: [
        project,
        [...changes.devices.keys()],
        [...changes.devices.values()].map((person) => person.id),
      ],
    });
  }
}

/** Counts accepted and duplicate events by endpoint and minute, for the Sources page. */
export async function countAccepted(
  client: PoolClient,
  project: ProjectId,
  events: readonly IncomingEvent[],
  stored: readonly boolean[],
  nowMs: number,
): Promise<void> {
  const counts = new Map<string, number>();
  events.forEach((event, index) => {
    const key = `${event.source} ${stored[index] ? "accepted" : "duplicate"}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  });
  const keys = [...counts.keys()].map((key) => key.split(" "));
  await client.query({
    name: "count-accepted",
    text: `INSERT INTO ingest_minutes (project_id, minute, source, outcome, reason, requests, events)
           SELECT $1, date_trunc('minute', $5::timestamptz), c.source, c.outcome, '', 0, c.events
           FROM unnest($2::text[], $3::text[], $4::bigint[]) AS c(source, outcome, events)
           ON CONFLICT (project_id, minute, source, outcome, reason)
           DO UPDATE SET events = ingest_minutes.events + EXCLUDED.events`,
    values: [
      project,
      keys.map(([source]) => source),
      keys.map(([, outcome]) => outcome),
      [...counts.values()],
      timestamp(nowMs),
    ],
  });
}
