import type { PoolClient } from "pg";
import type { Partition } from "@/lib/engine/store/drop-partitions";
import { endParked } from "./end-parked";
import { freeFirstOfAll } from "./free-first";

/** What is parked of a partition can be sent no more once it is dropped: it expires, on record, and counted. */
export async function expireParked(client: PoolClient, { name }: Partition): Promise<void> {
  await client.query(
    endParked({
      events: name,
      where: "TRUE",
      values: [],
      outcome: "expired",
      reason: null,
      message: "The event log no longer holds this event",
    }),
  );
  await client.query(freeFirstOfAll());
}
