import type { Event } from "@/lib/engine/pipeline/source/event";
import type { PersonId, ProjectId, Shard, SyncId } from "@/lib/kernel/brand";

/** People, and events of each, in one look: 2,000 events, or fewer where they are large (PAGE_BYTES_MAX). */
export const PARKED_LOOK = { people: 100, eventsPerPerson: 20 };

/** Longer than any wait of the retry schedule or any Retry-After: who waits longer was parked before the clock went back. */
export const WAIT_MS_MAX = 4 * 3_600_000;

/** A parked event whose time has come, or that is next behind one. */
export interface DueEvent {
  readonly event: Event;
  readonly tries: number;
  readonly attempts: number;
  /** Of the requests that carried it, in order. */
  readonly requestIds: readonly string[];
  readonly redeliveryOf: number | null;
}

/** Which shards of which sync; a worker looks only at those it holds. */
export interface ParkedScope {
  readonly projectId: ProjectId;
  readonly syncId: SyncId;
  readonly shards: readonly Shard[];
}

/** The parked events of a sync. They are written by settling; here they are only looked at. */
export interface ParkingLot {
  /**
   * Events of people of whom one is due, or waits longer than WAIT_MS_MAX: each person's from the first on and without a
   * gap, in offset order. Bounded (PARKED_LOOK) so that a million parked events fit; who is due longest comes first.
   */
  due(scope: ParkedScope, nowMs: number): Promise<readonly DueEvent[]>;
  /** Those of the given people who have parked events. */
  waiting(sync: SyncId, people: readonly PersonId[]): Promise<ReadonlySet<PersonId>>;
  /** When the next event is due, epoch ms; null when nothing is parked in these shards. */
  nextDue(scope: ParkedScope): Promise<number | null>;
}
