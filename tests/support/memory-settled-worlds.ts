import { SHARDS } from "@/lib/engine/pipeline/log/shard";
import type { StreamCursor } from "@/lib/engine/pipeline/run-once";
import type { ProjectId, Shard, SyncId } from "@/lib/kernel/brand";
import type { SettledWorlds } from "@/tests/contracts/settled-world";
import { makeIncoming } from "./make-event";
import { MemoryLog } from "./memory-log";
import { MemoryStore } from "./memory-store";

const PROJECT = 1 as ProjectId;

/** Syncs in memory, each with a store of its own. */
export async function memorySettledWorlds(): Promise<SettledWorlds> {
  return {
    make: async (people) => {
      const log = new MemoryLog();
      const store = new MemoryStore(SHARDS);
      const incoming = people.map((userId) => makeIncoming({ userId }));
      await log.append(PROJECT, incoming);
      return {
        store,
        parking: store,
        projectId: PROJECT,
        syncId: 1 as SyncId,
        events: log.events,
        claim: async (shards): Promise<readonly StreamCursor[]> => store.claim(shards),
        books: async () => ({
          cursors: Object.fromEntries(
            store.cursors
              .map(({ position, read }, shard) => [shard as Shard, { position, read }] as const)
              .filter(([, { read }]) => read > 0),
          ),
          counts: Object.fromEntries(Object.entries(store.counts).filter(([, count]) => count > 0)),
          deliveries: store.deliveries.map(({ event, kind, redeliveryOf, ...row }) => ({
            offset: event.offset,
            outcome: kind,
            ...row,
            isRedelivery: redeliveryOf !== null,
          })),
          parked: [...store.parked.values()]
            .sort((a, b) => a.event.offset - b.event.offset)
            .map(({ event, tries, retryAtMs }) => ({ offset: event.offset, tries, retryAtMs })),
          requests: store.requests,
          spans: store.spans,
        }),
        redeliver: async (event, nowMs) => {
          store.redeliver(
            store.deliveries.filter((row) => row.event.offset === event.offset),
            nowMs,
          );
        },
      };
    },
    close: async () => undefined,
  };
}
