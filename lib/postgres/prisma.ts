import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaClient } from "@/lib/postgres/generated/client";

export type Database = PrismaClient;
/** The same inside a transaction. */
export type Transaction = Parameters<Parameters<Database["$transaction"]>[0]>[0];

/** A busy machine needs longer than Prisma's two seconds to give a transaction its connection. */
const TRANSACTION_WAIT_MS_MAX = 10_000;

/** A client of its own; the caller disconnects it. */
export function createDatabase(url: string, connectionsMax = 10): Database {
  return new PrismaClient({
    adapter: new PrismaPg({ connectionString: url, max: connectionsMax }),
    transactionOptions: { maxWait: TRANSACTION_WAIT_MS_MAX, timeout: TRANSACTION_WAIT_MS_MAX },
  });
}

// Next loads a module several times (per bundle, per reload): the process has one client all the same.
const shared = globalThis as typeof globalThis & { tributaryDatabase?: Database };

/** The client of this process, made on first use. */
export function database(url: string): Database {
  shared.tributaryDatabase ??= createDatabase(url);
  return shared.tributaryDatabase;
}
