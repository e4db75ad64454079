import type { ProjectId } from "@/lib/kernel/brand";
import type { Clock } from "@/lib/kernel/clock";

// Amplitude asks whoever stands between to pass its throttling on: otherwise one noisy client delays all the others.
// How much waits is read at most every few seconds, beside the uploads and never before one.

const READ_MS = 5_000;
/** What was read so long ago says nothing any more: then nobody is throttled for it. */
const FORGOTTEN_MS = 60_000;

export interface BacklogWatchDeps {
  /** Events that wait for the relays of a project, of those for which any do. */
  readonly read: () => Promise<ReadonlyMap<ProjectId, number>>;
  readonly eventsMax: number;
  readonly clock: Clock;
  readonly report: (error: unknown) => void;
}

export interface BacklogWatch {
  /** By what was read last; starts the next reading when that is due. */
  readonly isBehind: (project: ProjectId) => boolean;
}

export function createBacklogWatch(deps: BacklogWatchDeps): BacklogWatch {
  const { clock, eventsMax } = deps;
  let backlogs: ReadonlyMap<ProjectId, number> = new Map();
  let readAtMs = Number.NEGATIVE_INFINITY;
  let askedAtMs = Number.NEGATIVE_INFINITY;

  async function read(): Promise<void> {
    try {
      backlogs = await deps.read();
      readAtMs = clock.now();
    } catch (error) {
      deps.report(error);
    }
  }

  /** A clock that was set back counts as time gone by. */
  const isOver = (sinceMs: number, ms: number) => Math.abs(clock.now() - sinceMs) >= ms;

  return {
    isBehind: (project) => {
      if (isOver(askedAtMs, READ_MS)) {
        askedAtMs = clock.now();
        void read();
      }
      return !isOver(readAtMs, FORGOTTEN_MS) && (backlogs.get(project) ?? 0) > eventsMax;
    },
  };
}
