import type { Source } from "@/lib/engine/pipeline/source/event";
import type { ProjectId } from "@/lib/kernel/brand";
import type { Clock } from "@/lib/kernel/clock";
import { createFlushLater } from "./flush-later";
import type { RejectionFault } from "./rejection-fault";

/** A refused upload; without a project when its key is none's, or could not be read. */
export interface Refused extends RejectionFault {
  readonly project: ProjectId | null;
  readonly source: Source;
}

/** Uploads that were refused for the same fault, with the sample of the newest. */
export interface RejectionSample extends Refused {
  readonly requests: number;
  readonly firstMs: number;
  readonly lastMs: number;
}

interface RejectionSamples {
  add(refused: Refused): void;
  /** Writes what was gathered since the last time. */
  flush(): Promise<void>;
}

const MINUTE_MS = 60_000;
/** Kinds of fault in a minute, of one reason in one project: whoever makes up field names gets no further. */
const KINDS_PER_REASON_MAX = 5;
/** Kinds and reasons in a minute, of this process. */
const KINDS_MAX = 1_000;

/**
 * Gathers what refused uploads had wrong, in memory and bounded, and writes it every two seconds while there is any:
 * never in the way of a request, and a flood of bad uploads is a few rows in a minute. What `write` rejects is left out.
 */
export function createRejectionSamples(
  write: (samples: readonly RejectionSample[]) => Promise<void>,
  clock: Clock,
  report: (error: unknown) => void,
): RejectionSamples {
  let minute = Number.NaN;
  let kinds = new Map<string, number>();
  let samples = new Map<string, RejectionSample>();
  const flushLater = createFlushLater(flush, clock);

  /** Whether there is room for one more kind of this reason. */
  function isAdmitted(kind: string, reason: string): boolean {
    if (kinds.has(kind)) return true;
    const ofReason = kinds.get(reason) ?? 0;
    if (ofReason >= KINDS_PER_REASON_MAX || kinds.size >= KINDS_MAX) return false;
    kinds.set(reason, ofReason + 1);
    kinds.set(kind, 0);
    return true;
  }

  async function flush(): Promise<void> {
    if (samples.size === 0) return;
    const written = [...samples.values()];
    samples = new Map();
    await write(written).catch(report);
  }

  return {
    flush,
    add: (refused) => {
      const nowMs = clock.now();
      if (Math.floor(nowMs / MINUTE_MS) !== minute) {
        minute = Math.floor(nowMs / MINUTE_MS);
        kinds = new Map();
      }
      const { project, source, reason, problem, field, library } = refused;
      const kind = [project, source, reason, problem, field, library].join("\0");
      if (!isAdmitted(kind, `${project} ${reason}`)) return;
      const known = samples.get(kind);
      samples.set(kind, {
        ...refused,
        requests: (known?.requests ?? 0) + 1,
        firstMs: known?.firstMs ?? nowMs,
        lastMs: nowMs,
      });
      flushLater();
    },
  };
}
