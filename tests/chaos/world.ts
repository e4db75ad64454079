import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type pg from "pg";
import { createPool } from "@/lib/postgres/pool";
import { type Sandbox, startSandbox } from "@/lib/sandbox/start-sandbox";
import type { Seeded } from "@/tests/chaos/seeded";
import {
  freePorts,
  isRunning,
  type Program,
  processTree,
  runProgram,
} from "@/tests/support/processes";
import { until } from "@/tests/support/until";

const PROJECT_KEY = "chaos000000000000000000000000000";
const TOKEN = "chaos-token-0123456789";
const START_MS_MAX = 60_000;
/** Longer than a lease, so that others take the shards over meanwhile. */
const FREEZE_MS = 9_000;

/** The whole product as `npm start` runs it, with the far end in this process, where it cannot be killed. */
export class ChaosWorld {
  readonly apiKey = PROJECT_KEY;
  readonly url: string;
  readonly sandbox: Sandbox;
  readonly pool: pg.Pool;
  readonly syncId: number;
  readonly #program: Program;
  readonly #dataDir: string;

  private constructor(parts: {
    readonly url: string;
    readonly sandbox: Sandbox;
    readonly pool: pg.Pool;
    readonly syncId: number;
    readonly program: Program;
    readonly dataDir: string;
  }) {
    this.url = parts.url;
    this.sandbox = parts.sandbox;
    this.pool = parts.pool;
    this.syncId = parts.syncId;
    this.#program = parts.program;
    this.#dataDir = parts.dataDir;
  }

  static async start(workers: number): Promise<ChaosWorld> {
    const sandbox = await startSandbox({
      workspace: { order_attribute: "seq", keep_event_data: 5_000_000 },
    });
    const dataDir = mkdtempSync(join(tmpdir(), "tributary-chaos-"));
    chmodSync(dataDir, 0o711);
    const port = await freePorts(1);
    const program = runProgram(resolve("dist/supervisor.js"), {
      PORT: String(port),
      DATA_DIR: dataDir,
      WORKERS: String(workers),
      CUSTOMERIO_US_URL: sandbox.usUrl,
      CUSTOMERIO_EU_URL: sandbox.euUrl,
      BOOTSTRAP_PROJECT: `Chaos:${PROJECT_KEY}`,
      BOOTSTRAP_API_TOKEN: TOKEN,
      LOG_LEVEL: "warn",
    });
    const url = `http://127.0.0.1:${port}`;
    await until(
      "the program is running",
      () => /is running at/.test(program.output()),
      START_MS_MAX,
    );
    const pool = createPool(databaseUrlOf(program.pid), 4, "tributary-chaos");
    const syncId = await createSync(url);
    return new ChaosWorld({ url, sandbox, pool, syncId, program, dataDir });
  }

  output(): string {
    return this.#program.output();
  }

  kill(what: "worker" | "web" | "postgres", random: Seeded): void {
    const pid = pickOne(this.#processes(what), random);
    if (pid !== undefined) process.kill(pid, "SIGKILL");
  }

  /** Stops a worker; it goes on after a while, believing that no time has passed. */
  freezeWorker(random: Seeded): (() => void) | null {
    const pid = pickOne(this.#processes("worker"), random);
    if (pid === undefined) return null;
    process.kill(pid, "SIGSTOP");
    setTimeout(() => {
      if (isRunning(pid)) process.kill(pid, "SIGCONT");
    }, FREEZE_MS);
    return null;
  }

  async close(): Promise<void> {
    await this.pool.end();
    this.#program.child.kill("SIGTERM");
    await this.#program.ended;
    await this.sandbox.close();
    rmSync(this.#dataDir, { recursive: true, force: true });
  }

  #processes(what: "worker" | "web" | "postgres"): readonly number[] {
    const marks = { worker: "dist/worker.js", web: "dist/web.js", postgres: "/postgres" } as const;
    const found = processTree(this.#program.pid).filter((pid) =>
      commandOf(pid).includes(marks[what]),
    );
    // The postmaster is the first of PostgreSQL's processes; the others are its children.
    return what === "postgres" ? found.filter((pid) => commandOf(pid).includes("-D")) : found;
  }
}

const pickOne = (pids: readonly number[], random: Seeded): number | undefined =>
  pids.length === 0 ? undefined : pids[random.between(0, pids.length - 1)];

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\u0000", " ");
  } catch {
    return "";
  }
}

/** The embedded database's address, as the supervisor hands it to its children. */
function databaseUrlOf(supervisor: number): string {
  for (const pid of processTree(supervisor)) {
    if (!commandOf(pid).includes("dist/worker.js")) continue;
    const variables = readFileSync(`/proc/${pid}/environ`, "utf8").split("\u0000");
    const url = variables.find((variable) => variable.startsWith("DATABASE_URL="));
    if (url !== undefined) return url.slice("DATABASE_URL=".length);
  }
  throw new Error("no worker tells the database's address");
}

async function createSync(url: string): Promise<number> {
  const headers = { Authorization: `Bearer ${TOKEN}`, "Content-Type": "application/json" };
  const projects = await fetch(`${url}/v1/projects`, { headers });
  const listed = (await projects.json()) as { readonly data?: readonly { readonly id: string }[] };
  if (projects.status !== 200) throw new Error(`no projects: ${JSON.stringify(listed)}`);
  const response = await fetch(`${url}/v1/projects/${listed.data?.[0]?.id}/destinations`, {
    method: "POST",
    headers,
    body: JSON.stringify({
      partner: "customerio",
      display_name: "Chaos",
      enabled: true,
      config: {
        site_id: "sandbox-site",
        api_key: "sandbox-key",
        region: "us",
        requests_per_second: 1000,
      },
      send_users: true,
      send_events: true,
      event_filter: { events: ["_all"] },
      property_mappings: {
        identifier: "user_id",
        event_properties: ["seq"],
        user_properties: ["plan", "visits"],
      },
    }),
  });
  const created = (await response.json()) as { readonly id: string };
  if (response.status !== 201) throw new Error(`no sync: ${JSON.stringify(created)}`);
  return Number(created.id);
}
