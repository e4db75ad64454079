import { readdirSync, readFileSync } from "node:fs";

// Processor time of processes as Linux counts it: unlike the clock, other programs on the machine hardly disturb it.

/** Linux counts in ticks of 10 ms. */
const TICK_MS = 10;

/** Milliseconds of processor time of each named group of processes; empty where there is no /proc. */
export function processorTime(
  groups: Readonly<Record<string, readonly number[]>>,
): Readonly<Record<string, number>> {
  const all = readAll();
  if (all.size === 0) return {};
  return Object.fromEntries(
    Object.entries(groups).map(([name, pids]) => [
      name,
      pids.reduce((total, pid) => total + treeTicks(pid, all) * TICK_MS, 0),
    ]),
  );
}

interface Stat {
  readonly parent: number;
  /** Of the process and of its children that have ended. */
  readonly ticks: number;
}

function readAll(): ReadonlyMap<number, Stat> {
  const stats = new Map<number, Stat>();
  for (const name of namesInProc()) {
    const stat = readStat(name);
    if (stat !== null) stats.set(Number(name), stat);
  }
  return stats;
}

function namesInProc(): readonly string[] {
  try {
    return readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}

function readStat(pid: string): Stat | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    const ticks = fields.slice(11, 15).reduce((total, field) => total + Number(field), 0);
    return { parent: Number(fields[1]), ticks };
  } catch {
    return null;
  }
}

function treeTicks(pid: number, all: ReadonlyMap<number, Stat>): number {
  let ticks = all.get(pid)?.ticks ?? 0;
  for (const [child, { parent }] of all) if (parent === pid) ticks += treeTicks(child, all);
  return ticks;
}
