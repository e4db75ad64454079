import { runStatement } from "@/lib/admin/verb/run-statement";
import { type FoundRow, findValues } from "@/lib/engine/store/search/find-values";
import { searchText } from "@/lib/engine/store/search/search-text";
import type { PersonId, ProjectId } from "@/lib/kernel/brand";
import type { Transaction } from "@/lib/platform/postgres/prisma";
import { foundBy, searchedNames } from "./found-by";

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
 * Everybody in the project whom the text names: by user id, by a device, by e-mail, by any value that a sync of the
 * project sends or takes as identifier (upper and lower case alike), or, where it says so (`amplitude_id:28`), by the
 * Amplitude ID. Every filter for a person asks here.
 */
export async function peopleNamed(
  db: Transaction,
  projectId: ProjectId,
  text: string,
): Promise<NamedPeople> {
  const limit = NAMED_PEOPLE_MAX + 1;
  const rows = await db.$queryRaw<{ readonly id: bigint }[]>`
    SELECT id FROM people WHERE project_id = ${projectId} AND user_id = ${text}
    UNION SELECT person_id FROM devices WHERE project_id = ${projectId} AND device_id = ${text}
    UNION SELECT id FROM people WHERE project_id = ${projectId} AND id = ${amplitudeIdIn(text) ?? -1}`;
  const ids = new Set(rows.map(({ id }) => Number(id) as PersonId));
  for (const { id } of await peopleWith(db, projectId, text, "whole", limit)) ids.add(id);
  const sorted = [...ids].sort((a, b) => a - b);
  return { ids: sorted.slice(0, NAMED_PEOPLE_MAX), more: sorted.length > NAMED_PEOPLE_MAX };
}

export interface Match {
  readonly id: PersonId;
  /** The user property; null: the user id. */
  readonly property: string | null;
  readonly value: string;
}

/** Who has, now, a searched value that is the text or begins with it; at most `limit`. */
export async function peopleWith(
  db: Transaction,
  projectId: ProjectId,
  text: string,
  match: "whole" | "beginning",
  limit: number,
): Promise<readonly Match[]> {
  const wanted = searchText(text);
  if (wanted === "") return [];
  const found = await runStatement<FoundRow>(db, findValues(projectId, wanted, match, limit));
  if (found.length === 0) return [];
  const names = await searchedNames(db, projectId);
  const people = await db.person.findMany({
    where: { projectId, id: { in: found.map(({ person_id }) => BigInt(person_id)) } },
    select: { id: true, userId: true, properties: true, recent: true },
  });
  const isMatch = (value: string) =>
    match === "whole" ? value === wanted : value.startsWith(wanted);
  return people.flatMap((person) => {
    const by = foundBy(person, names, isMatch);
    return by === undefined ? [] : [{ id: Number(person.id) as PersonId, ...by }];
  });
}

/** The number in `amplitude_id:28`; undefined for any other text. Pure. */
export function amplitudeIdIn(text: string): PersonId | undefined {
  const digits = AMPLITUDE_ID.exec(text)?.[1];
  return digits === undefined ? undefined : (Number(digits) as PersonId);
}
