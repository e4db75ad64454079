import type { PersonSummary } from "@/lib/admin/people/person";

/** What a person is called on screen. */
export const personTitle = ({ userId, id }: Pick<PersonSummary, "userId" | "id">): string =>
  userId ?? `Anonymous ${id}`;
