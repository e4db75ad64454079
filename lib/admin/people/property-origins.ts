import type { Context } from "@/lib/admin/verb/context";
import { storedObject } from "@/lib/engine/store/event-log/stored-event";
import type { Offset, PersonId, ProjectId } from "@/lib/kernel/brand";
import { breather } from "@/lib/platform/breather";

/** Changes that are looked through, newest first, and characters of them. */
const CHANGES_MAX = 1_000;
const CHARS_MAX = 4 * 1_048_576;

/** The event that last set a property, to whatever value. */
export interface PropertyOrigin {
  readonly offset: Offset;
  readonly eventType: string;
  readonly eventTime: Date;
}

export interface PropertyOrigins {
  /** By property, as far as the stored changes tell. */
  readonly byName: ReadonlyMap<string, PropertyOrigin>;
  /** True when all stored changes were looked at: what is missing in `byName` was set before them. */
  readonly isWhole: boolean;
}

interface ChangeRow {
  readonly offset: Offset;
  readonly event_type: string;
  readonly event_time: Date;
  readonly user_changes: string;
}

/** When and by which event each of the properties was last set, from the changes that the log holds. */
export async function propertyOrigins(
  { db }: Pick<Context, "db">,
  projectId: ProjectId,
  personId: PersonId,
  names: readonly string[],
): Promise<PropertyOrigins> {
  const wanted = new Set(names);
  const byName = new Map<string, PropertyOrigin>();
  if (wanted.size === 0) return { byName, isWhole: true };
  const rows = await db.$queryRaw<ChangeRow[]>`
    SELECT "offset", event_type, event_time, user_changes FROM (
      SELECT "offset"::float8 AS "offset", event_type, event_time, user_changes,
        sum(length(user_changes)) OVER (ORDER BY "offset" DESC) AS chars
      FROM (
        SELECT "offset", event_type, event_time, user_changes FROM events
        WHERE project_id = ${projectId} AND person_id = ${personId} AND user_changes IS NOT NULL
        ORDER BY "offset" DESC LIMIT ${CHANGES_MAX}
      ) AS newest
    ) AS sized WHERE chars <= ${CHARS_MAX} ORDER BY "offset" DESC`;
  for (const { offset, event_type: eventType, event_time: eventTime, user_changes } of rows) {
    const pause = breather.breathe();
    if (pause !== null) await pause;
    for (const name of Object.keys(storedObject(user_changes))) {
      if (wanted.delete(name)) byName.set(name, { offset, eventType, eventTime });
    }
    if (wanted.size === 0) break;
  }
  return { byName, isWhole: wanted.size === 0 || rows.length < CHANGES_MAX };
}
