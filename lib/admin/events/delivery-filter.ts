import { z } from "zod";
import { peopleNamed } from "@/lib/admin/people/people-named";
import { OUTCOMES } from "@/lib/admin/reasons/fate-status";
import { timeSchema } from "@/lib/admin/verb/guards";
import type { PersonId, ProjectId } from "@/lib/kernel/brand";
import { Prisma } from "@/lib/platform/postgres/generated/client";
import type { Transaction } from "@/lib/platform/postgres/prisma";

// The filter of the delivery log as SQL, split by what an index can answer.

export const deliveryFilterSchema = z.object({
  outcome: z.enum(OUTCOMES).optional(),
  reason: z.string().min(1).max(100).optional(),
  eventType: z.string().min(1).max(1024).optional(),
  /** Whoever `peopleNamed` finds, or an identifier as sent. */
  user: z.string().min(1).max(1024).optional(),
  since: timeSchema.optional(),
  until: timeSchema.optional(),
});
export type DeliveryFilter = z.output<typeof deliveryFilterSchema>;

interface DeliveryConditions {
  /** Answered by an index or by the partitions. */
  readonly indexed: readonly Prisma.Sql[];
  /** Tested row by row. */
  readonly tested: readonly Prisma.Sql[];
}

/** The conditions on `deliveries` of one project, without those on the sync. */
export async function deliveryConditions(
  db: Transaction,
  projectId: ProjectId,
  filter: DeliveryFilter,
): Promise<DeliveryConditions> {
  const { user } = filter;
  const people = user === undefined ? [] : (await peopleNamed(db, projectId, user)).ids;
  return { indexed: indexed(filter, people), tested: tested(filter, people) };
}

function indexed(filter: DeliveryFilter, people: readonly PersonId[]): Prisma.Sql[] {
  const { outcome, since, until } = filter;
  return [
    ...(people.length === 0 ? [] : [Prisma.sql`person_id = ANY(${people}::bigint[])`]),
    ...(outcome === undefined || outcome === "delivered"
      ? []
      : [Prisma.sql`outcome <> 'delivered' AND outcome = ${outcome}`]),
    ...(since === undefined
      ? []
      : [Prisma.sql`settled_at >= ${since} AND day >= (${since} AT TIME ZONE 'UTC')::date`]),
    ...(until === undefined
      ? []
      : [Prisma.sql`settled_at < ${until} AND day <= (${until} AT TIME ZONE 'UTC')::date`]),
  ];
}

function tested(filter: DeliveryFilter, people: readonly PersonId[]): Prisma.Sql[] {
  const { outcome, reason, eventType, user } = filter;
  return [
    ...(outcome === "delivered" ? [Prisma.sql`outcome = 'delivered'`] : []),
    ...(reason === undefined ? [] : [Prisma.sql`reason = ${reason}`]),
    ...(eventType === undefined ? [] : [Prisma.sql`event_type = ${eventType}`]),
    ...(user === undefined || people.length > 0
      ? []
      : [Prisma.sql`(identifier = ${user} OR user_id = ${user})`]),
  ];
}
