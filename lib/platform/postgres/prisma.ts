import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaClient } from "@/lib/platform/postgres/generated/client";
import { createPool, type PoolLimits } from "./pool";

export type Database = PrismaClient;
/** The same inside a transaction. */
export type Transaction = Parameters<Parameters<Database["$transaction"]>[0]>[0];

/** A busy machine needs longer than Prisma's two seconds to give a transaction its connection. */
const TRANSACTION_WAIT_MS_MAX = 10_000;

/** A client of its own; the caller disconnects it. */
export function createDatabase(url: string, connectionsMax = 10, limits?: PoolLimits): Database {
  return new PrismaClient({
    adapter: new PrismaPg(createPool(url, connectionsMax, "tributary-admin", limits), {
      disposeExternalPool: true,
    }),
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
