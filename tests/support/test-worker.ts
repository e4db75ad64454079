import { randomUUID } from "node:crypto";
import type { Pool } from "pg";
import { createDispatcher } from "@/lib/engine/connectors/dispatcher";
import { createSettlementStore } from "@/lib/engine/store/delivery/settle";
import { createPostgresEventLog } from "@/lib/engine/store/event-log/postgres-event-log";
import { createParkingLot } from "@/lib/engine/store/parked/parking-lot";
import { Breakers } from "@/lib/engine/worker/breakers";
import { DatabaseClock } from "@/lib/engine/worker/database-clock";
import { keepLeasesInLoop, UNWATCHED } from "@/lib/engine/worker/heartbeat";
import { loadSync } from "@/lib/engine/worker/load-sync";
import { Worker } from "@/lib/engine/worker/worker";
import { WorkspaceGates } from "@/lib/engine/worker/workspace-gates";
import { Cipher } from "@/lib/platform/crypto/cipher";
import { TEST_KEY } from "./make-sync";

export interface TestWorker {
  readonly worker: Worker;
  /** Everything that went wrong inside; a test that expects no failure asserts that it is empty. */
  readonly errors: readonly unknown[];
  stop(): Promise<void>;
}

/** A worker in this process, against the sandbox; it wakes by polling and by `worker.wakeAll()`. */
export function startTestWorker(
  pool: Pool,
  sandboxUrls: { readonly us: string; readonly eu: string },
): TestWorker {
  const errors: unknown[] = [];
  const onError = (error: unknown) => errors.push(error);
  const dispatcher = createDispatcher();
  const cipher = new Cipher(TEST_KEY);
  const workerId = randomUUID();
  const clock = new DatabaseClock();
  const worker = new Worker({
    pool,
    workerId,
    log: createPostgresEventLog(pool),
    store: createSettlementStore(pool),
    clock,
    newId: randomUUID,
    loadSync: (id) =>
      loadSync(id, {
        pool,
        cipher,
        clock,
        connectorUrls: { customerio: sandboxUrls, amplitude: sandboxUrls },
        dispatcher,
      }),
    parking: createParkingLot(pool),
    breakers: new Breakers(pool, workerId),
    gates: new WorkspaceGates(pool, clock),
    sign: UNWATCHED,
    keepLeases: keepLeasesInLoop(pool, workerId, clock, onError),
    onError,
    onTurn: () => undefined,
  });
  const stop = new AbortController();
  const running = worker.run(stop.signal);
  const ended = running.then(() => dispatcher.close());
  return {
    worker,
    errors,
    stop: async () => {
      stop.abort();
      await ended;
    },
  };
}
