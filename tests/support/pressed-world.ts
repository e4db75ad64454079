import type { Pool } from "pg";
import type { ProjectId, SyncId } from "@/lib/kernel/brand";
import { systemClock } from "@/lib/kernel/clock";
import { createPool } from "@/lib/platform/postgres/pool";
import { createIngestion, type Ingestion } from "@/lib/processes/web/ingestion";
import { type Sandbox, startSandbox } from "@/sandbox/start-sandbox";
import { send, upload } from "@/tests/unit/engine/ingest/make-ingest";
import { type Books, readBooks } from "./books";
import { makeProject } from "./make-project";
import { makeSync } from "./make-sync";
import { startTestWorker, type TestWorker } from "./test-worker";
import { until } from "./until";

// Clients, ingestion, a worker and the far end on one database, which the test troubles meanwhile.

const CLIENTS = 3;
const PEOPLE_PER_CLIENT = 10;
const EVENTS_PER_REQUEST = 10;
const PAUSE_MS = 10;
/** As the programs have them. */
const INGEST_CONNECTIONS = 4;
const WORKER_CONNECTIONS = 8;

export interface PressedWorld {
  readonly project: ProjectId;
  readonly sync: SyncId;
  readonly sandbox: Sandbox;
  readonly worker: TestWorker;
  /** The test's own. */
  readonly pool: Pool;
  /** How many uploads were answered with each status. */
  readonly answers: ReadonlyMap<number, number>;
  /** Events answered 200 so far. */
  accepted(): number;
  /** Resolves when so many uploads more have been answered with the status. */
  answered(status: number, more?: number): Promise<void>;
  /** Ends the clients once their last upload is accepted, and resolves when all of it is delivered. */
  finish(): Promise<Books>;
  close(): Promise<void>;
}

interface Urls {
  /** For the programs. */
  readonly app: string;
  /** For the test, which the trouble spares. */
  readonly test: string;
}

/** Each client repeats an upload, unchanged, until it is answered 200, as an SDK does; `seq` grows per person. */
export async function startPressedWorld({ app, test }: Urls): Promise<PressedWorld> {
  const pool = createPool(test, 4, "test");
  const ingestPool = createPool(app, INGEST_CONNECTIONS, "test-ingest");
  const workerPool = createPool(app, WORKER_CONNECTIONS, "test-worker", { waitMsMax: 60_000 });
  const sandbox = await startSandbox({ workspace: { order_attribute: "seq" } });
  const project = await makeProject(pool);
  const sync = await makeSync(pool, project, { config: { requests_per_second: 1_000 } });
  const { rows } = await pool.query<{ key: string }>(
    "SELECT api_key AS key FROM projects WHERE id = $1",
    [project],
  );
  const ingestion = createIngestion(ingestPool);
  const worker = startTestWorker(workerPool, { us: sandbox.usUrl, eu: sandbox.euUrl });
  const clients = startClients(ingestion, rows[0]?.key ?? "");
  const { answers } = clients;
  return {
    project,
    sync,
    sandbox,
    worker,
    pool,
    answers,
    accepted: clients.accepted,
    answered: async (status, more = 1) => {
      const wanted = (answers.get(status) ?? 0) + more;
      await until(`answers of ${status}`, () => (answers.get(status) ?? 0) >= wanted);
    },
    finish: async () => {
      await clients.finish();
      return allDelivered(pool, sync, worker, clients.accepted());
    },
    close: async () => {
      await clients.finish();
      await worker.stop();
      await ingestion.flush().catch(() => undefined);
      await Promise.all([pool.end(), ingestPool.end(), workerPool.end(), sandbox.close()]);
    },
  };
}

function startClients(ingestion: Ingestion, apiKey: string) {
  const answers = new Map<number, number>();
  let accepted = 0;
  let seq = 0;
  let finishing = false;
  const client = async (name: number) => {
    while (!finishing) {
      const events = Array.from({ length: EVENTS_PER_REQUEST }, (_, n) => ({
        event_type: "Song Played",
        user_id: `user-${name}-${n % PEOPLE_PER_CLIENT}`,
        insert_id: `insert-${++seq}`,
        event_properties: { seq },
      }));
      const body = JSON.stringify({ ...JSON.parse(upload(events)), api_key: apiKey });
      for (let status = 0; status !== 200; ) {
        ({ status } = await send(ingestion, { body }));
        answers.set(status, (answers.get(status) ?? 0) + 1);
        await systemClock.sleep(PAUSE_MS);
      }
      accepted += events.length;
    }
  };
  const running = Promise.all(Array.from({ length: CLIENTS }, (_, name) => client(name)));
  return {
    answers,
    accepted: () => accepted,
    finish: async () => {
      finishing = true;
      await running;
    },
  };
}

const allDelivered = (pool: Pool, sync: SyncId, { worker }: TestWorker, count: number) =>
  until(`${count} events are delivered`, async () => {
    worker.wakeAll();
    const books = await readBooks(pool, sync);
    return books.delivered === count && books;
  });
