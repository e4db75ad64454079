import { z } from "zod";
import { peopleFiltered } from "@/lib/admin/people/people-filtered";
import { OUTCOMES } from "@/lib/admin/reasons/fate-status";
import { timeSchema } from "@/lib/admin/verb/guards";
import type { PersonId, ProjectId, SyncId } from "@/lib/kernel/brand";
import { Prisma } from "@/lib/platform/postgres/generated/client";
import type { Transaction } from "@/lib/platform/postgres/prisma";
import { placesBetween, within } from "./places-between";

// The filter of the delivery log as SQL, split by what an index can answer.

/** `2` is exactly two, `2+` two or more. */
export const attemptsSchema = z
  .string()
  .regex(/^\d{1,4}\+?$/, "must be a number of attempts, such as 1, or 2+ for two or more");

/** What the views of a sync's deliveries are filtered by in common. */
export const eventFilterFields = {
  reason: z.string().min(1).max(100).optional(),
  eventType: z.string().min(1).max(1024).optional(),
  /** Whoever `peopleNamed` finds, or an identifier as sent. */
  user: z.string().min(1).max(1024).optional(),
  since: timeSchema.optional(),
  until: timeSchema.optional(),
  attempts: attemptsSchema.optional(),
};

export const deliveryFilterSchema = z.object({
  outcome: z.enum(OUTCOMES).optional(),
  ...eventFilterFields,
});
export type DeliveryFilter = z.output<typeof deliveryFilterSchema>;

interface DeliveryConditions {
  /** Answered by an index or by the partitions. */
  readonly indexed: readonly Prisma.Sql[];
  /** Tested row by row. */
  readonly tested: readonly Prisma.Sql[];
}

/** The conditions on `deliveries` of one sync, without the one on the sync. */
export async function deliveryConditions(
  db: Transaction,
  { syncId, projectId }: { readonly syncId: SyncId; readonly projectId: ProjectId },
  filter: DeliveryFilter,
): Promise<DeliveryConditions> {
  const { user } = filter;
  const people = user === undefined ? [] : await peopleFiltered(db, projectId, user);
  const settled = Prisma.sql`SELECT id AS place, settled_at AS at FROM deliveries WHERE sync_id = ${syncId}`;
  const bounds = within(Prisma.sql`id`, await placesBetween(db, settled, filter));
  return { indexed: [...bounds, ...indexed(filter, people)], tested: tested(filter, people) };
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
  const { outcome, reason, eventType, user, attempts } = filter;
  return [
    ...(outcome === "delivered" ? [Prisma.sql`outcome = 'delivered'`] : []),
    ...(reason === undefined ? [] : [Prisma.sql`reason = ${reason}`]),
    ...(eventType === undefined ? [] : [Prisma.sql`event_type = ${eventType}`]),
    ...(attempts === undefined ? [] : [ofAttempts(Prisma.sql`attempts`, attempts)]),
    ...(user === undefined || people.length > 0
      ? []
      : [Prisma.sql`(identifier = ${user} OR user_id = ${user})`]),
  ];
}

/** Pure. */
export const ofAttempts = (column: Prisma.Sql, attempts: string): Prisma.Sql => {
  const count = Number.parseInt(attempts, 10);
  return attempts.endsWith("+")
    ? Prisma.sql`${column} >= ${count}`
    : Prisma.sql`${column} = ${count}`;
};
