import type { IdentifierCoverage } from "./identifier-coverage";

/** Fewer people may really share what they have. */
const MERGED_PEOPLE_MIN = 5;

/** Whether so many people become so few at the destination that somebody has to say that it is meant. Pure. */
export const mergesMany = ({
  people,
  values,
}: Pick<IdentifierCoverage, "people" | "values">): boolean =>
  people >= MERGED_PEOPLE_MIN && values * 2 <= people;
