import { formatCount, formatQuantity } from "@/components/ui/text/format-number";
import type { IdentifierCoverage } from "@/lib/admin/syncs/test/identifier-coverage";

/** "Of the last 1,000 events, 972 have this identifier: 940 by email, 32 by id; 28 have none and would be discarded." */
export function coverageText(
  { total, byKind, nobodys, missing, invalid }: IdentifierCoverage,
  destination: string,
): string {
  if (total === 0) return "No events yet: once some have arrived, this says how many have it.";
  const having = byKind.reduce((sum, { events }) => sum + events, 0);
  const kinds = byKind
    .filter(({ events }) => events > 0)
    .map(({ events, words }) => `${formatCount(events)} ${words}`)
    .join(", ");
  const last = total === 1 ? "Of the last event" : `Of the last ${formatQuantity(total, "event")}`;
  const parts = [
    `${last}, ${formatCount(having)} ${having === 1 ? "has" : "have"} this identifier${kinds === "" ? "" : `: ${kinds}`}`,
    ...(nobodys === 0
      ? []
      : [
          `${formatCount(nobodys)} ${nobodys === 1 ? "has none and is sent as an anonymous event" : "have none and are sent as anonymous events"}`,
        ]),
    ...lost(missing, "none"),
    ...lost(invalid, `one that ${destination} does not take`),
  ];
  return `${parts.join("; ")}.`;
}

/** When several people have the same value: what becomes of them. */
export function mergeWarning(
  { people, values }: IdentifierCoverage,
  destination: string,
): string | null {
  if (values >= people) return null;
  return `These events are of ${formatQuantity(people, "person", "people")} with only ${formatQuantity(values, "different value")}. What people with the same value do and are goes to one person in ${destination}.`;
}

const lost = (count: number, what: string): string[] =>
  count === 0
    ? []
    : [`${formatCount(count)} ${count === 1 ? "has" : "have"} ${what} and would be discarded`];
