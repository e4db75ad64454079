import type { BenchOptions } from "./options";
import type { Row } from "./report";
import type { World } from "./world";

/** What a figure gets. */
export interface Bench {
  readonly options: BenchOptions;
  readonly world: World;
  /** A line of progress. */
  readonly say: (line: string) => void;
  /** The span in which a process was busy with what is measured, for its CPU profile (µs, monotonic). */
  readonly measured: { fromMicros: number; toMicros: number }[];
}

export type Figure = (bench: Bench) => Promise<readonly Row[]>;

export const monotonicMicros = (): number => Number(process.hrtime.bigint() / 1_000n);
