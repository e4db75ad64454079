import { setupCode } from "@/lib/admin/access/setup-code";
import type { Env } from "@/lib/platform/env";
import { logger } from "@/lib/platform/logger";
import { prepareDataDir } from "@/lib/platform/postgres/embedded/placement";
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from "@/lib/platform/postgres/embedded/server";
import { migrate } from "@/lib/platform/postgres/migrate";
import { applyBootstrap, isFirstRunAt } from "./apply-bootstrap";
import { type Child, superviseChild } from "./child-process";
import { type ChildKind, childVariables } from "./child-variables";
import { requireMatchingKey } from "./key-check";
import { loadKeys } from "./keys";
import { requireDatabase } from "./own-database";
import { requireFreePort } from "./ports";

// A child drains within 10 s; one that does not is killed just after.
const DRAIN_MS_MAX = 11_000;
const SANDBOX_STOP_MS_MAX = 2_000;
const DEMO_STOP_MS_MAX = 2_000;

interface SystemOptions {
  readonly env: Env;
  /** Folder of the process bundles. */
  readonly dist: string;
  /** One line for a person. */
  readonly say: (line: string) => void;
}

/** Everything that one `npm start` runs. */
export class System {
  readonly #options: SystemOptions;
  #postgres: EmbeddedPostgres | undefined;
  #sandbox: Child | undefined;
  #servers: readonly Child[] = [];
  #demo: Child | undefined;
  #stopped: Promise<void> | undefined;
  #firstRunUrl: string | null = null;

  constructor(options: SystemOptions) {
    this.#options = options;
  }

  /** Where the first account is made; null when it has been. Known once `start` has resolved. */
  firstRunUrl(): string | null {
    return this.#firstRunUrl;
  }

  /** Resolves when every process is ready. On failure call `stop`: part of it may be running. */
  async start(): Promise<void> {
    const { env, say } = this.#options;
    await this.#requirePorts();
    if (env.databaseUrl === undefined) prepareDataDir(env.dataDir);
    const keys = loadKeys(env);
    const databaseUrl = env.databaseUrl ?? (await this.#startPostgres());
    if (env.databaseUrl !== undefined) await requireDatabase(env.databaseUrl);
    const applied = await migrate(databaseUrl);
    if (applied.length > 0) say(`Migrated the database: ${applied.join(", ")}.`);
    await requireMatchingKey(databaseUrl, keys);
    await applyBootstrap(env, databaseUrl, keys);
    this.#firstRunUrl = (await isFirstRunAt(databaseUrl))
      ? `${env.publicUrl}/setup?code=${setupCode(keys.authSecret.reveal())}`
      : null;
    await this.#startProcesses((kind) =>
      childVariables(kind, { databaseUrl, keys, publicUrl: env.publicUrl }),
    );
  }

  /** Workers and web drain first, the sandbox outlives their last request, the database all. */
  stop(): Promise<void> {
    this.#stopped ??= (async () => {
      await this.#demo?.stop(DEMO_STOP_MS_MAX);
      await Promise.all(this.#servers.map((child) => child.stop(DRAIN_MS_MAX)));
      await this.#sandbox?.stop(SANDBOX_STOP_MS_MAX);
      await this.#postgres?.stop();
    })();
    return this.#stopped;
  }

  /** Cuts a drain short; `stop` then resolves at once. */
  kill(): void {
    for (const child of this.#children()) child.kill();
  }

  /** Starts the processes of one bundle anew, after a change in development. */
  reload(bundle: string): void {
    for (const child of this.#children()) if (child.bundle === bundle) child.restart();
  }

  #children(): readonly Child[] {
    return [this.#demo, ...this.#servers, this.#sandbox].filter((child) => child !== undefined);
  }

  async #requirePorts(): Promise<void> {
    const { env } = this.#options;
    if (env.web) await requireFreePort(env.host, env.port, "PORT");
    if (env.sandbox) {
      await requireFreePort("127.0.0.1", env.sandboxPort, "SANDBOX_PORT");
      await requireFreePort("127.0.0.1", env.sandboxPort + 1, "SANDBOX_PORT");
    }
  }

  async #startPostgres(): Promise<string> {
    const { env, say } = this.#options;
    this.#postgres = await startEmbeddedPostgres({ dataDir: env.dataDir, say });
    logger.info({ postgres: this.#postgres.pid() }, "embedded PostgreSQL is running");
    return this.#postgres.url;
  }

  async #startProcesses(variables: (kind: ChildKind) => NodeJS.ProcessEnv): Promise<void> {
    const { env, dist } = this.#options;
    const run = (name: string, kind: ChildKind, args: readonly string[] = []): Child =>
      superviseChild({ name, folder: dist, bundle: `${kind}.js`, args, env: variables(kind) });
    if (env.sandbox) {
      const ports = { usPort: env.sandboxPort, euPort: env.sandboxPort + 1 };
      this.#sandbox = run("sandbox", "sandbox", [JSON.stringify({ ...ports, demo: env.demo })]);
      await this.#sandbox.ready;
    }
    const workers = Array.from({ length: env.workers }, (_, i) => run(`worker-${i + 1}`, "worker"));
    this.#servers = env.web ? [run("web", "web"), ...workers] : workers;
    await Promise.all(this.#servers.map((child) => child.ready));
    if (env.demo) {
      this.#demo = run("demo", "demo");
      await this.#demo.ready;
    }
  }
}
