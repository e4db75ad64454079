import type { ProjectId } from "@/lib/kernel/brand";

/** A project without its secret key. */
export interface Project {
  readonly id: ProjectId;
  readonly name: string;
  /** Ingestion key: public by design, as Amplitude's. */
  readonly apiKey: string;
  readonly createdAt: Date;
  /** Events stored so far: the last offset. */
  readonly lastOffset: number;
  readonly syncs: number;
}

interface ProjectRow {
  id: number;
  name: string;
  apiKey: string;
  createdAt: Date;
  head: { lastOffset: bigint } | null;
  _count: { syncs: number };
}

export const toProject = (row: ProjectRow): Project => ({
  id: row.id as ProjectId,
  name: row.name,
  apiKey: row.apiKey,
  createdAt: row.createdAt,
  lastOffset: Number(row.head?.lastOffset ?? 0),
  syncs: row._count.syncs,
});

/** What toProject reads. The secret key stays where it is. */
export const projectColumns = {
  id: true,
  name: true,
  apiKey: true,
  createdAt: true,
  head: { select: { lastOffset: true } },
  _count: { select: { syncs: true } },
} as const;

/** The row that a project's secret key is bound to. */
export const secretKeyRow = (projectId: number) => `project:${projectId}`;
