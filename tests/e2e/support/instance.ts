import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePorts, runProgram } from "@/tests/support/processes";

export interface Instance {
  readonly url: string;
  /** Where the first account is made, as it was printed. */
  readonly setupUrl: string;
  readonly sandboxUrl: string;
  close(): Promise<void>;
}

/** A second Tributary with an empty database and a sandbox of its own, as `npm start` runs it. */
export async function startEmpty(): Promise<Instance> {
  const dataDir = mkdtempSync(join(tmpdir(), "tributary-e2e-first-run-"));
  chmodSync(dataDir, 0o711); // PostgreSQL runs as a user of its own when this one is root
  const port = await freePorts(3);
  const program = runProgram("dist/supervisor.js", {
    PORT: String(port),
    SANDBOX: "1",
    SANDBOX_PORT: String(port + 1),
    DATA_DIR: join(dataDir, "data"),
    LOG_LEVEL: "warn",
    WORKERS: "1",
  });
  const close = async () => {
    program.child.kill("SIGTERM");
    await program.ended;
    rmSync(dataDir, { recursive: true, force: true });
  };
  let setupUrl = "";
  try {
    await program.line(/Tributary is running at (\S+)/);
    setupUrl = /Make the first account: (\S+)/.exec(program.output())?.[1] ?? "";
  } catch (error) {
    await close();
    throw error;
  }
  return {
    url: `http://localhost:${port}`,
    setupUrl,
    sandboxUrl: `http://127.0.0.1:${port + 1}`,
    close,
  };
}
