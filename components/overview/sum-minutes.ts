import type { SourceStatus } from "@/lib/admin/sources/sources-status";

type Minute = SourceStatus["minutes"][number];

/** Minute by minute over all endpoints. */
export function sumMinutes(sources: readonly SourceStatus[]): readonly Minute[] {
  const [first, ...others] = sources;
  if (first === undefined) return [];
  return first.minutes.map((minute, index) =>
    others.reduce((sum, { minutes }) => add(sum, minutes[index]), minute),
  );
}

const add = (sum: Minute, more: Minute | undefined): Minute =>
  more === undefined
    ? sum
    : {
        at: sum.at,
        accepted: sum.accepted + more.accepted,
        duplicate: sum.duplicate + more.duplicate,
        rejected: sum.rejected + more.rejected,
      };
