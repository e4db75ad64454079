import { stringifyJson } from "@/lib/kernel/stringify-json";
import type { PlannedDestination } from "./plan";
import type { TestedEvent } from "./test-events";

// What the commands say, line by line. Pure.

const SIGNS = { create: "+", update: "~", noop: "=" } as const;
const WORDS = {
  create: "will be created",
  update: "will be changed",
  noop: "is as in the file",
} as const;

const shown = (value: unknown): string => (value === undefined ? "nothing" : stringifyJson(value));

export function planLines({
  name,
  action,
  diff,
  warnings,
  live,
  isDrift,
  kept,
}: PlannedDestination) {
  return [
    `${SIGNS[action]} ${name} ${WORDS[action]}`,
    ...Object.entries(diff).map(
      ([field, { from, to }]) => `    ${field}: ${shown(from)} → ${shown(to)}`,
    ),
    ...(action === "update" && kept.length > 0
      ? [`    config.${kept.join(", config.")}: the stored value stays (--secrets sends it)`]
      : []),
    ...(isDrift && live !== undefined
      ? [
          `    ! version ${live.version}, saved by ${live.updated_by} on ${live.updated_at}, is not the one the file was last the same as`,
        ]
      : []),
    ...warnings.map((warning) => `    ! ${warning}`),
  ];
}

export function testLines({ destination, test, differences }: TestedEvent): readonly string[] {
  return [
    `${differences.length === 0 ? "✓" : "✗"} ${destination}: ${test}`,
    ...differences.map(
      ({ path, expected, actual }) =>
        `    ${path}: expected ${shown(expected)}, came to ${shown(actual)}`,
    ),
  ];
}
