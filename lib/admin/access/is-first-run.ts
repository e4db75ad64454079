import type { Transaction } from "@/lib/platform/postgres/prisma";

/** Whether nobody has ever been able to sign in. Once somebody could it is never so again, whoever is removed. */
export async function isFirstRun({ db }: { readonly db: Transaction }): Promise<boolean> {
  if ((await db.installation.findFirst({ select: { id: true } })) !== null) return false;
  // A program of before, beside, writes no such row.
  return (await db.user.findFirst({ select: { id: true } })) === null;
}
