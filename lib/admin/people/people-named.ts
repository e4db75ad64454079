import type { PersonId, ProjectId } from "@/lib/kernel/brand";
import type { Transaction } from "@/lib/platform/postgres/prisma";

/** People that one text may name: a value that more have identifies nobody. */
export const NAMED_PEOPLE_MAX = 100;

/** An Amplitude ID is looked for only when the text says that it is one: `amplitude_id:28`. */
const AMPLITUDE_ID = /^\s*amplitude[ _]id\s*(?:[:=]\s*)?(\d{1,15})\s*$/i;

export interface NamedPeople {
  /** In ascending order. */
  readonly ids: readonly PersonId[];
  /** True when more than NAMED_PEOPLE_MAX match: the others are left out. */
  readonly more: boolean;
}

/**
 * Everybody in the project whom the text names: by user id, by a device, or, where it says so (`amplitude_id:28`), by
 * the Amplitude ID. Every filter for a person asks here.
 */
export async function peopleNamed(
  db: Transaction,
  projectId: ProjectId,
  text: string,
): Promise<NamedPeople> {
  const rows = await db.$queryRaw<{ readonly id: bigint }[]>`
    SELECT id FROM people WHERE project_id = ${projectId} AND user_id = ${text}
    UNION SELECT person_id FROM devices WHERE project_id = ${projectId} AND device_id = ${text}
    UNION SELECT id FROM people WHERE project_id = ${projectId} AND id = ${amplitudeIdIn(text) ?? -1}
    ORDER BY id LIMIT ${NAMED_PEOPLE_MAX + 1}`;
  return {
    ids: rows.slice(0, NAMED_PEOPLE_MAX).map(({ id }) => Number(id) as PersonId),
    more: rows.length > NAMED_PEOPLE_MAX,
  };
}

/** The number in `amplitude_id:28`; undefined for any other text. Pure. */
export function amplitudeIdIn(text: string): PersonId | undefined {
  const digits = AMPLITUDE_ID.exec(text)?.[1];
  return digits === undefined ? undefined : (Number(digits) as PersonId);
}
