import { z } from "zod";
import { peopleFiltered } from "@/lib/admin/people/people-filtered";
import type { ProjectId, SyncId } from "@/lib/kernel/brand";
import { Prisma } from "@/lib/platform/postgres/generated/client";
import type { Transaction } from "@/lib/platform/postgres/prisma";
import { eventFilterFields, ofAttempts } from "./delivery-filter";

/** `since` and `until` are of the moment from which on it waits. */
export const waitingFilterSchema = z.object(eventFilterFields);
export type WaitingFilter = z.output<typeof waitingFilterSchema>;

/** The filter of what waits, as a condition on `parked p`. */
export async function waitingCondition(
  db: Transaction,
  { syncId, projectId }: { readonly syncId: SyncId; readonly projectId: ProjectId },
  { reason, eventType, user, since, until, attempts }: WaitingFilter,
): Promise<Prisma.Sql> {
  const conditions = [
    Prisma.sql`p.sync_id = ${syncId}`,
    ...(reason === undefined ? [] : [Prisma.sql`p.reason = ${reason}`]),
    ...(since === undefined ? [] : [Prisma.sql`p.parked_at >= ${since}`]),
    ...(until === undefined ? [] : [Prisma.sql`p.parked_at < ${until}`]),
    ...(attempts === undefined ? [] : [ofAttempts(Prisma.sql`p.requests`, attempts)]),
    ...(user === undefined
      ? []
      : [Prisma.sql`p.person_id = ANY(${await peopleFiltered(db, projectId, user)}::bigint[])`]),
    ...(eventType === undefined
      ? []
      : [
          Prisma.sql`EXISTS (SELECT 1 FROM events e WHERE e.project_id = ${projectId}
            AND e."offset" = p."offset" AND e.event_type = ${eventType})`,
        ]),
  ];
  return Prisma.join(conditions, " AND ");
}
