import type { DeliveryOutcome } from "@/lib/admin/reasons/fate-status";
import type { Context } from "@/lib/admin/verb/context";
import type { Delivery } from "./delivery";

/** What became of a delivery that was sent again: it waits (at this place in the log), or was settled as another. */
export type RedeliveredAs =
  | { readonly kind: "waiting"; readonly offset: number }
  | { readonly kind: "settled"; readonly id: number; readonly outcome: DeliveryOutcome };

/** Null when it was not sent again. */
export async function redeliveredAs(
  { db }: Pick<Context, "db">,
  { id, syncId, personId, offset }: Delivery,
): Promise<RedeliveredAs | null> {
  const [again] = await db.$queryRaw<{ id: bigint; outcome: DeliveryOutcome }[]>`
    SELECT id, outcome FROM deliveries
    WHERE sync_id = ${syncId} AND person_id = ${personId} AND redelivery_of = ${id} ORDER BY id DESC LIMIT 1`;
  if (again !== undefined) return { kind: "settled", id: Number(again.id), outcome: again.outcome };
  const waits = await db.parked.count({ where: { syncId, personId, offset } });
  return waits > 0 ? { kind: "waiting", offset } : null;
}
