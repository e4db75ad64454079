import type { Event } from "@/lib/engine/pipeline/source/event";
import type { Offset, ProjectId } from "@/lib/kernel/brand";
import type { EventLog, ShardPosition } from "./event-log";

// Many syncs of one project read the same events at about the same time, and each reads ahead while it sends. Pages
// are kept for a short while, so that the log is asked once. Guarantee: a page is what the log answered to exactly
// this question; what was appended since comes with the next page. Where one sync alone reads, a page is kept until it
// is asked for, or the next one is: what lives longer than its turn costs the garbage collector more than the turn.

/** Events kept at most; the page that was used longest ago goes first. */
const EVENTS_KEPT_MAX = 8_000;

interface Page {
  readonly project: ProjectId;
  readonly events: Promise<readonly Event[]>;
  /** Null while it is being read. */
  size: number | null;
}

/** The log with its most recent pages shared by all who read; `readersOf` says how many syncs read a project. */
export function sharePages(log: EventLog, readersOf: (project: ProjectId) => number): EventLog {
  const pages = new Map<string, Page>();

  const forget = (project: ProjectId) => {
    for (const [key, page] of pages) {
      if (page.project === project && page.size !== null) pages.delete(key);
    }
  };

  const evict = () => {
    let kept = 0;
    for (const { size } of pages.values()) kept += size ?? 0;
    for (const [key, { size }] of pages) {
      if (kept <= EVENTS_KEPT_MAX) return;
      if (size === null) continue;
      pages.delete(key);
      kept -= size;
    }
  };

  const readPage = (
    key: string,
    project: ProjectId,
    shards: readonly ShardPosition[],
    limit: number,
  ): Promise<readonly Event[]> => {
    const isShared = readersOf(project) > 1;
    if (!isShared) forget(project);
    const page: Page = { project, events: log.read(project, shards, limit, isShared), size: null };
    pages.set(key, page);
    page.events.then(
      (events) => {
        page.size = events.length;
        // Nothing was there: the next question may find something.
        if (events.length === 0) pages.delete(key);
        else evict();
      },
      () => pages.delete(key),
    );
    return page.events;
  };

  return {
    append: (project, events, load) => log.append(project, events, load),
    head: (project) => log.head(project),
    loadUserProperties: (events, names) => log.loadUserProperties(events, names),
    read: (project, shards, limit) => {
      const key = keyOf(project, shards, limit);
      const page = pages.get(key);
      if (page === undefined) return readPage(key, project, shards, limit);
      // The most recently used is last.
      pages.delete(key);
      if (readersOf(project) > 1) pages.set(key, page);
      return page.events;
    },
  };
}

const keyOf = (project: ProjectId, shards: readonly ShardPosition[], limit: number): string =>
  `${project} ${limit} ${shards.map(({ shard, position }) => `${shard}:${position}`).join(" ")}`;

/** Where each shard stands when these events have been read. Pure. */
export function positionsAfter(
  shards: readonly ShardPosition[],
  events: readonly Event[],
): readonly ShardPosition[] {
  const last = new Map<number, Offset>();
  for (const { shard, offset } of events) last.set(shard, offset);
  return shards.map(({ shard, position }) => ({ shard, position: last.get(shard) ?? position }));
}
