/** A key that uploads name. Whoever has one may send events to its project, and nothing else. */
export interface IngestionKey {
  readonly id: number;
  readonly key: string;
  readonly label: string;
  readonly createdAt: Date;
  /** E-mail of a person; empty for the first key of a project. */
  readonly createdBy: string;
  /** To the minute. */
  readonly lastUsedAt: Date | null;
}

export const ingestionKeyColumns = {
  id: true,
  key: true,
  label: true,
  createdAt: true,
  createdBy: true,
  lastUsedAt: true,
} as const;
