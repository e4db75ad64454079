import { randomBytes } from "node:crypto";
import { Client } from "pg";
import { inject } from "vitest";

export interface TestDatabase {
  readonly url: string;
  /** Cuts what is still connected and drops the database. */
  close(): Promise<void>;
}

/** A database of its own for one test file: migrated, or empty when `migrated` is false. */
export async function createTestDatabase({ migrated = true } = {}): Promise<TestDatabase> {
  const adminUrl = inject("adminUrl");
  const name = `test_${randomBytes(6).toString("hex")}`;
  await asAdmin(
    adminUrl,
    `CREATE DATABASE ${name} TEMPLATE ${migrated ? inject("templateDatabase") : "template0"}`,
  );
  return {
    url: adminUrl.replace(/[^/]*$/, name),
    close: () => asAdmin(adminUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

async function asAdmin(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
