import type { ReportFault } from "@/lib/engine/connectors/report";
import { createFlushLater } from "@/lib/engine/ingest/flush-later";
import type { SyncId } from "@/lib/kernel/brand";
import type { Clock } from "@/lib/kernel/clock";

/** Requests of one sync that were not let in, with the newest reason. */
export interface RefusedReports {
  readonly sync: SyncId;
  readonly reason: ReportFault;
  readonly atMs: number;
  readonly count: number;
}

interface RefusedReportCounts {
  add(sync: SyncId, reason: ReportFault): void;
  /** Writes what was counted since the last time. */
  flush(): Promise<void>;
}

/** Counts in memory and writes every two seconds while there is anything: a flood is a row in two seconds. */
export function createRefusedReports(
  write: (refused: RefusedReports) => Promise<void>,
  clock: Clock,
  report: (error: unknown) => void,
): RefusedReportCounts {
  let counts = new Map<SyncId, RefusedReports>();
  const flushLater = createFlushLater(flush, clock);

  async function flush(): Promise<void> {
    const written = [...counts.values()];
    counts = new Map();
    for (const refused of written) await write(refused).catch(report);
  }

  return {
    flush,
    add: (sync, reason) => {
      const count = (counts.get(sync)?.count ?? 0) + 1;
      counts.set(sync, { sync, reason, atMs: clock.now(), count });
      flushLater();
    },
  };
}
