import type { PersonId, ProjectId } from "@/lib/kernel/brand";
import { AppError } from "@/lib/kernel/errors";
import type { Transaction } from "@/lib/platform/postgres/prisma";
import { NAMED_PEOPLE_MAX, peopleNamed } from "./people-named";

/** The code of the field error of a filter that names too many. */
export const TOO_MANY_PEOPLE = "too_many_people";

/** The same in words. */
export const tooManyPeople = (text: string): string =>
  `“${text}” stands for more than ${NAMED_PEOPLE_MAX} people. Name what fewer have: a user ID, a device ID or an e-mail address.`;

/**
 * Whom a list is narrowed down to, in ascending order; empty when nobody is named so. A text that names more than
 * NAMED_PEOPLE_MAX is refused (`invalid_input`): rows of some of them would pass for the rows of all.
 */
export async function peopleFiltered(
  db: Transaction,
  projectId: ProjectId,
  text: string,
): Promise<readonly PersonId[]> {
  const { ids, more } = await peopleNamed(db, projectId, text);
  if (!more) return ids;
  const message = tooManyPeople(text);
  throw new AppError("invalid_input", message, [{ field: "user", message, code: TOO_MANY_PEOPLE }]);
}
