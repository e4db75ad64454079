import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import {
  freePorts,
  isRunning,
  type Program,
  type ProgramOptions,
  runProgram,
  signalTree,
} from "@/tests/support/processes";
import { until } from "@/tests/support/until";

const DOUBLES = join(import.meta.dirname, "doubles");

/** The real supervisor beside doubles of the processes that it looks after, and a DATA_DIR for it. */
export interface Bench {
  readonly dataDir: string;
  readonly port: number;
  /** Variables every start of this bench gets. */
  start(variables?: Record<string, string>, options?: ProgramOptions): Program;
  /** Kills what is left of every start, so that a failed test leaves nothing to the next. */
  end(): Promise<void>;
  /** The same, and removes the folders. */
  close(): Promise<void>;
}

export async function openBench(): Promise<Bench> {
  // Inside the project, so that node_modules is found.
  mkdirSync(".data", { recursive: true });
  const dist = mkdtempSync(".data/test-dist-");
  chmodSync(dist, 0o755);
  await build({
    entryPoints: {
      supervisor: "lib/processes/supervisor/main.ts",
      "end-with-supervisor": "lib/processes/supervisor/end-with-supervisor.ts",
    },
    outdir: dist,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    packages: "external",
  });
  for (const name of ["web", "worker"]) {
    copyFileSync(join(DOUBLES, `${name}.mjs`), join(dist, `${name}.js`));
  }
  const dataDir = mkdtempSync(join(tmpdir(), "tributary-data-"));
  // One for the program, one for a second beside it.
  const port = await freePorts(2);
  const programs: Program[] = [];
  const end = async () => {
    for (const program of programs.splice(0)) {
      if (!isRunning(program.pid)) continue;
      const tree = signalTree(program.pid, "SIGKILL");
      await program.ended;
      await until("the killed tree is gone", () => !tree.some(isRunning));
    }
  };
  return {
    dataDir,
    port,
    start: (variables = {}, options = {}) => {
      const defaults = { DATA_DIR: dataDir, PORT: String(port), WORKERS: "1" };
      const entry = join(dist, "supervisor.js");
      const program = runProgram(entry, { ...defaults, ...variables }, options);
      programs.push(program);
      return program;
    },
    end,
    close: async () => {
      await end();
      rmSync(dist, { recursive: true, force: true });
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
