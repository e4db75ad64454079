const FIGURES = [
  "transform",
  "stages",
  "latency",
  "whole-path",
  "loads",
  "outage",
  "ingestion",
  "many-syncs",
  "read-cost",
  "isolation",
  "people-size",
  "people-search",
  "metrics",
  "impact",
  "hostile",
] as const;
export type FigureName = (typeof FIGURES)[number];

export interface BenchOptions {
  readonly only: readonly FigureName[];
  /** Events of one run of the whole path. */
  readonly events: number;
  /** Runs of which the median counts. */
  readonly runs: number;
  readonly workers: number;
  /** Events of the larger backlog. */
  readonly backlog: number;
  /** Seconds of the latency figure. */
  readonly seconds: number;
  readonly json: string | null;
  readonly profile: "web" | "worker" | null;
  /** The built checkout whose product the hostile clients hit. */
  readonly product: string;
}

export const USAGE = `npm run bench -- [--only=${FIGURES.join("|")}[,…]] [--events=100000] [--runs=3]
  [--workers=<cores - 1>] [--backlog=1000000] [--seconds=20] [--json=<file>] [--profile=web|worker] [--product=<built checkout, for hostile>]`;

/** Throws a RangeError that says which argument is wrong. */
export function parseOptions(args: readonly string[], cores: number): BenchOptions {
  const given = new Map<string, string>();
  for (const argument of args) {
    const match = /^--(only|events|runs|workers|backlog|seconds|json|profile|product)=(.+)$/.exec(
      argument,
    );
    if (match?.[1] === undefined || match[2] === undefined) {
      throw new RangeError(`"${argument}" is not understood`);
    }
    given.set(match[1], match[2]);
  }
  const whole = (name: string, usual: number): number => {
    const value = Number(given.get(name) ?? usual);
    if (!Number.isInteger(value) || value < 1) {
      throw new RangeError(`--${name} must be a whole number from 1`);
    }
    return value;
  };
  return {
    only: parseFigures(given.get("only")),
    events: whole("events", 100_000),
    runs: whole("runs", 3),
    workers: whole("workers", Math.max(1, cores - 1)),
    backlog: whole("backlog", 1_000_000),
    seconds: whole("seconds", 20),
    json: given.get("json") ?? null,
    profile: parseProfile(given.get("profile")),
    product: given.get("product") ?? ".",
  };
}

function parseFigures(text: string | undefined): readonly FigureName[] {
  // Minutes each: every hostile client gets a product of its own, every load a run of its own.
  if (text === undefined) return FIGURES.filter((name) => name !== "hostile" && name !== "loads");
  return text.split(",").map((name) => {
    const figure = FIGURES.find((known) => known === name);
    if (figure === undefined) throw new RangeError(`--only: there is no figure "${name}"`);
    return figure;
  });
}

function parseProfile(text: string | undefined): BenchOptions["profile"] {
  if (text === undefined || text === "web" || text === "worker") return text ?? null;
  throw new RangeError("--profile must be web or worker");
}
