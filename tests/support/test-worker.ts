import { randomUUID } from "node:crypto";
import type { Pool } from "pg";
import { Cipher } from "@/lib/crypto/cipher";
import { createDispatcher } from "@/lib/destinations/dispatcher";
import { sharePages } from "@/lib/pipeline/log/shared-pages";
import { createParkingLot } from "@/lib/postgres/delivery/parking-lot";
import { createSettlementStore } from "@/lib/postgres/delivery/settle";
import { createPostgresEventLog } from "@/lib/postgres/event-log/postgres-event-log";
import { Breakers } from "@/lib/worker/breakers";
import { DatabaseClock } from "@/lib/worker/database-clock";
import { keepLeasesInLoop, UNWATCHED } from "@/lib/worker/heartbeat";
import { loadSync } from "@/lib/worker/load-sync";
import { Worker } from "@/lib/worker/worker";
import { WorkspaceGates } from "@/lib/worker/workspace-gates";
import { TEST_KEY } from "@/tests/support/make-sync";

export interface TestWorker {
  readonly worker: Worker;
  /** Everything that went wrong inside; a test that expects no failure asserts that it is empty. */
  readonly errors: readonly unknown[];
  stop(): Promise<void>;
}

/** A worker in this process, against the sandbox; it wakes by polling and by `worker.wakeAll()`. */
export function startTestWorker(
  pool: Pool,
  customerioUrls: { readonly us: string; readonly eu: string },
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
    log: sharePages(createPostgresEventLog(pool)),
    store: createSettlementStore(pool),
    clock,
    newId: randomUUID,
    loadSync: (id) =>
      loadSync(id, {
        pool,
        cipher,
        clock,
        connectorUrls: { customerio: customerioUrls },
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
