import { randomUUID } from "node:crypto";
import type { Pool } from "pg";
import type { Logger } from "pino";
import { createDispatcher } from "@/lib/engine/connectors/dispatcher";
import { connectorUrls } from "@/lib/engine/connectors/hosts";
import { createSettlementStore } from "@/lib/engine/store/delivery/settle";
import { createPostgresEventLog } from "@/lib/engine/store/event-log/postgres-event-log";
import { createParkingLot } from "@/lib/engine/store/parked/parking-lot";
import { Breakers } from "@/lib/engine/worker/breakers";
import { DatabaseClock } from "@/lib/engine/worker/database-clock";
import {
  type KeepLeases,
  keepLeasesInLoop,
  type LoopSign,
  UNWATCHED,
} from "@/lib/engine/worker/heartbeat";
import { loadSync } from "@/lib/engine/worker/load-sync";
import { Worker } from "@/lib/engine/worker/worker";
import { WorkspaceGates } from "@/lib/engine/worker/workspace-gates";
import { createCipher } from "@/lib/platform/crypto/cipher";
import type { RuntimeEnv } from "@/lib/platform/env";
import { createPool } from "@/lib/platform/postgres/pool";

// The worker's composition root: the one place where the engine meets PostgreSQL, the destinations and the clock.

const POOL_CONNECTIONS = 8;
/** Many syncs share the connections: they queue, they do not fail. */
const POOL_LIMITS = { waitMsMax: 60_000, deadlineMs: 30_000 };

export interface Tally {
  turns: number;
  events: number;
  requests: number;
}

interface ComposedWorker {
  readonly worker: Worker;
  readonly pool: Pool;
  readonly tally: Tally;
  close(): Promise<void>;
}

type ComposeEnv = Pick<
  RuntimeEnv,
  "databaseUrl" | "encryptionKeys" | "hostUrls" | "sandbox" | "sandboxPort"
>;

/**
 * Builds a worker that is ready to run; `close` when it has stopped.
 * @param thread what renews its leases and watches over it; without it the leases are renewed in its own loop
 */
export function composeWorker(
  env: ComposeEnv,
  logger: Logger,
  thread?: { readonly keepLeases: (workerId: string) => KeepLeases; readonly sign: LoopSign },
): ComposedWorker {
  const workerId = randomUUID();
  const pool = createPool(env.databaseUrl, POOL_CONNECTIONS, "tributary-worker", POOL_LIMITS);
  const cipher = createCipher(env.encryptionKeys);
  const dispatcher = createDispatcher();
  const urls = connectorUrls(env);
  const clock = new DatabaseClock();
  const tally: Tally = { turns: 0, events: 0, requests: 0 };
  const onError = (error: unknown) => logger.error({ err: error }, "worker.failed");

  const worker = new Worker({
    pool,
    workerId,
    log: createPostgresEventLog(pool),
    store: createSettlementStore(pool),
    clock,
    newId: randomUUID,
    loadSync: (id) => loadSync(id, { pool, cipher, clock, connectorUrls: urls, dispatcher }),
    parking: createParkingLot(pool),
    breakers: new Breakers(pool, workerId),
    gates: new WorkspaceGates(pool, clock),
    sign: thread?.sign ?? UNWATCHED,
    keepLeases: thread?.keepLeases(workerId) ?? keepLeasesInLoop(pool, workerId, clock, onError),
    onError,
    onTurn: (turn) => {
      if (turn.read === 0) return;
      tally.turns += 1;
      tally.events += turn.settled;
      tally.requests += turn.requests;
      logger.debug({ worker: workerId, ...turn }, "turn.settled");
    },
  });
  return {
    worker,
    pool,
    tally,
    close: async () => {
      await dispatcher.close();
      await pool.end();
    },
  };
}
