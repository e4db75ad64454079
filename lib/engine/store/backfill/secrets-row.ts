/** The row that the keys of an export are bound to. */
export const backfillSecretsRow = (id: number): string => `backfill:${id}`;
