import type { Statement } from "@/lib/engine/store/statement";
import type { Transaction } from "@/lib/platform/postgres/prisma";

/** A statement of the store, run by Prisma. The rows are as the statement says. */
export const runStatement = <Row>(db: Transaction, { text, values }: Statement): Promise<Row[]> =>
  db.$queryRawUnsafe<Row[]>(text, ...values);
