import type { PoolClient } from "pg";
import type { IncomingEvent } from "@/lib/engine/pipeline/source/event";
import type { ProjectId } from "@/lib/kernel/brand";
import { timestamp } from "@/lib/platform/postgres/copy";
import type { PeopleChanges } from "./resolve-people";

// What an append writes beside the events, in the same transaction.

/** Writes whose person is another now. */
export async function writeDevices(
  client: PoolClient,
  project: ProjectId,
  devices: PeopleChanges["devices"],
): Promise<void> {
  if (devices.size === 0) return;
  await client.query({
    name: "write-devices",
    text: `INSERT INTO devices (project_id, device_id, person_id)
           SELECT $1, d.device_id, d.person_id FROM unnest($2::text[], $3::bigint[]) AS d(device_id, person_id)
           ON CONFLICT (project_id, device_id) DO UPDATE SET person_id = EXCLUDED.person_id`,
    values: [project, [...devices.keys()], [...devices.values()].map((person) => person.id)],
  });
}

/**
 * Counts accepted and duplicate events by endpoint and minute, for the Sources page, and those that asked for more
 * user properties than a person may have.
 */
export async function countAccepted(
  client: PoolClient,
  project: ProjectId,
  events: readonly IncomingEvent[],
  stored: readonly boolean[],
  limited: ReadonlySet<IncomingEvent>,
  nowMs: number,
): Promise<void> {
  const counts = new Map<string, number>();
  const count = (key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);
  events.forEach((event, index) => {
    count(`${event.source} ${stored[index] ? "accepted" : "duplicate"}`);
    if (limited.has(event)) count(`${event.source} limited`);
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
