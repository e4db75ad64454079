import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { freePorts, type Program, processTree, runProgram } from "./processes";
import { until } from "./until";

const START_MS_MAX = 60_000;

export const PRODUCT_TOKEN = "product-token-0123456789";
export const PRODUCT_KEY = "product0000000000000000000000000";

export interface ProductOptions {
  /** A checkout that has been built; this one when absent. */
  readonly checkout?: string;
  /** Beside or instead of the usual ones. */
  readonly variables?: Readonly<Record<string, string>>;
}

type Part = "worker" | "web" | "postgres";

/** The whole product as `npm start` runs it, with one project (`PRODUCT_KEY`) and a token of full scope. */
export interface Product {
  readonly port: number;
  readonly url: string;
  readonly program: Program;
  readonly databaseUrl: string;
  /** Process ids; of PostgreSQL the postmaster's, and none when it was not started by the product. */
  pids(part: Part): readonly number[];
  stop(): Promise<void>;
}

export async function startProduct({
  checkout = ".",
  variables = {},
}: ProductOptions): Promise<Product> {
  const dataDir = mkdtempSync(join(tmpdir(), "tributary-product-"));
  chmodSync(dataDir, 0o711);
  const port = await freePorts(1);
  const program = runProgram(
    resolve(checkout, "dist/supervisor.js"),
    {
      PORT: String(port),
      DATA_DIR: dataDir,
      BOOTSTRAP_PROJECT: `Product:${PRODUCT_KEY}`,
      BOOTSTRAP_API_TOKEN: PRODUCT_TOKEN,
      API_CALLS_PER_MINUTE: "1000000",
      LOG_LEVEL: "warn",
      ...variables,
    },
    { cwd: resolve(checkout) },
  );
  const pids = (part: Part) => pidsOf(program.pid, part);
  await until(
    "the product is running",
    () => {
      if (program.child.exitCode !== null) throw new Error(`it ended:\n${program.output()}`);
      return /is running at|workers? running/.test(program.output());
    },
    START_MS_MAX,
  );
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    program,
    databaseUrl: variables["DATABASE_URL"] ?? databaseUrlOf(pids("web")[0] ?? 0),
    pids,
    stop: async () => {
      program.child.kill("SIGTERM");
      await program.ended;
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

const MARKS = { worker: "dist/worker.js", web: "dist/web.js", postgres: "/postgres" } as const;

function pidsOf(supervisor: number, part: Part): readonly number[] {
  const found = processTree(supervisor).filter((pid) => commandOf(pid).includes(MARKS[part]));
  // The postmaster is the first of PostgreSQL's processes; the others are its children.
  return part === "postgres" ? found.filter((pid) => commandOf(pid).includes("-D")) : found;
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\u0000", " ");
  } catch {
    return "";
  }
}

/** The embedded database's address, as the supervisor hands it to its children. */
function databaseUrlOf(pid: number): string {
  const variables = readFileSync(`/proc/${pid}/environ`, "utf8").split("\u0000");
  const url = variables.find((variable) => variable.startsWith("DATABASE_URL="));
  if (url === undefined) throw new Error("web does not tell the database's address");
  return url.slice("DATABASE_URL=".length);
}
