/** SQL with its values, for whatever runs it: a pool, a connection, or Prisma. */
export interface Statement {
  /** Only of a text that never varies: PostgreSQL keeps its plan. */
  readonly name?: string;
  readonly text: string;
  readonly values: unknown[];
}
