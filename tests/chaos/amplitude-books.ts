import { isJsonObject } from "@/lib/kernel/json";
import { type Arrived, countArrived, type Numbered } from "./arrived";
import type { ChaosWorld } from "./world";

/** What arrived at the small Amplitude, by its own count. */
export function arrivedAtAmplitude({ sandbox }: Pick<ChaosWorld, "sandbox">): Arrived {
  const { events } = sandbox.amplitude;
  return countArrived(events.length, (index) => {
    const properties = events[index]?.["event_properties"];
    return isJsonObject(properties) ? (properties as Numbered) : {};
  });
}

/**
 * By insert_id, which is our UUID where the client gave none: whatever the relay has on record as delivered, user and
 * group updates too, is at Amplitude.
 */
export async function missingAtAmplitude({
  sandbox,
  pool,
  relayId,
}: Pick<ChaosWorld, "sandbox" | "pool" | "relayId">): Promise<readonly string[]> {
  const there = new Set(sandbox.amplitude.events.map((event) => event["insert_id"]));
  const { rows } = await pool.query<{ readonly id: string }>(
    `SELECT coalesce(e.insert_id, e.uuid::text) AS id FROM deliveries d
     JOIN syncs s ON s.id = d.sync_id
     JOIN events e ON e.project_id = s.project_id AND e."offset" = d."offset"
     WHERE d.sync_id = $1 AND d.outcome = 'delivered'`,
    [relayId],
  );
  const missing = rows.filter(({ id }) => !there.has(id));
  return missing.length === 0
    ? []
    : [`${missing.length} events on record as delivered are not there, first: ${missing[0]?.id}`];
}
