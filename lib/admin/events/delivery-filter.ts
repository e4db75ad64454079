import { z } from "zod";
import { timeSchema } from "@/lib/admin/verb/guards";
import type { ProjectId } from "@/lib/kernel/brand";
import { Prisma } from "@/lib/platform/postgres/generated/client";
import type { Transaction } from "@/lib/platform/postgres/prisma";
import { OUTCOMES } from "./outcome-words";

// The filter of the delivery log as SQL, split by what an index can answer.

export const deliveryFilterSchema = z.object({
  outcome: z.enum(OUTCOMES).optional(),
  reason: z.string().min(1).max(100).optional(),
  eventType: z.string().min(1).max(1024).optional(),
  /** user_id, device_id, identifier as sent, or the number of a person. */
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
  const people = filter.user === undefined ? [] : await peopleNamed(db, projectId, filter.user);
  return { indexed: indexed(filter, people), tested: tested(filter, people) };
}

function indexed(filter: DeliveryFilter, people: readonly bigint[]): Prisma.Sql[] {
  const { outcome, since, until } = filter;
  return [
    ...(people.length === 0 ? [] : [Prisma.sql`person_id = ANY(${people})`]),
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

function tested(filter: DeliveryFilter, people: readonly bigint[]): Prisma.Sql[] {
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

/** Everybody in the project whom this text names: a user_id, a device_id, or a person's number. */
async function peopleNamed(db: Transaction, projectId: ProjectId, user: string): Promise<bigint[]> {
  const rows = await db.$queryRaw<{ id: bigint }[]>`
    SELECT id FROM people WHERE project_id = ${projectId} AND user_id = ${user}
    UNION SELECT person_id FROM devices WHERE project_id = ${projectId} AND device_id = ${user}
    UNION SELECT id FROM people WHERE project_id = ${projectId}
      AND id = ${/^\d{1,15}$/.test(user) ? BigInt(user) : -1n}`;
  return rows.map(({ id }) => id);
}
