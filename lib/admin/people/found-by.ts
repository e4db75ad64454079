import { searchTexts } from "@/lib/engine/store/search/search-text";
import { USER_ID_NAME } from "@/lib/engine/store/search/searched-properties";
import { searchedValues } from "@/lib/engine/store/search/searched-value";
import type { ProjectId } from "@/lib/kernel/brand";
import type { Transaction } from "@/lib/platform/postgres/prisma";

interface FoundBy {
  /** The user property; null: the user id. */
  readonly property: string | null;
  /** As it is compared: search-text.ts. */
  readonly value: string;
}

/** Which of the person's values is looked for, the user id first; undefined when none is: the index may be behind. */
export function foundBy(
  person: Parameters<typeof searchedValues>[0],
  names: readonly string[],
  isMatch: (value: string) => boolean,
): FoundBy | undefined {
  const valueUnder = searchedValues(person);
  for (const name of names) {
    for (const text of searchTexts(valueUnder(name))) {
      if (isMatch(text)) return { property: name === USER_ID_NAME ? null : name, value: text };
    }
  }
  return undefined;
}

/** The names in search_properties, the user id's first. */
export async function searchedNames(
  db: Transaction,
  projectId: ProjectId,
): Promise<readonly string[]> {
  const rows = await db.searchProperty.findMany({
    where: { projectId, wanted: true },
    select: { name: true },
    orderBy: { name: "asc" },
  });
  return rows.map(({ name }) => name);
}
