import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import type { TestProject } from "vitest/node";
import { startEmbeddedPostgres } from "@/lib/platform/postgres/embedded/server";
import { migrate } from "@/lib/platform/postgres/migrate";

declare module "vitest" {
  interface ProvidedContext {
    /** Maintenance database of the run's cluster. */
    readonly adminUrl: string;
    readonly templateDatabase: string;
  }
}

const TEMPLATE = "template_migrated";

/** One PostgreSQL for the whole run, with a migrated template for createTestDatabase to clone. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = mkdtempSync(join(tmpdir(), "tributary-test-"));
  chmodSync(dataDir, 0o711);
  const server = await startEmbeddedPostgres({
    dataDir,
    durable: false,
    say: (line) => process.stderr.write(`${line}\n`),
  });
  const teardown = async () => {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    const adminUrl = server.url.replace(/[^/]*$/, "postgres");
    const admin = new Client({ connectionString: adminUrl });
    await admin.connect();
    await admin.query(`CREATE DATABASE ${TEMPLATE}`);
    await admin.end();
    await migrate(server.url.replace(/[^/]*$/, TEMPLATE));
    project.provide("adminUrl", adminUrl);
    project.provide("templateDatabase", TEMPLATE);
  } catch (error) {
    await teardown();
    throw error;
  }
  return teardown;
}
