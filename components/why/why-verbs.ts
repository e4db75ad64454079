import type { BulkStep } from "@/lib/admin/events/change-waiting";
import type { Redelivery } from "@/lib/admin/events/redeliver";
import type { ActionResult } from "@/lib/web/action-result";

interface SyncOf {
  readonly projectId: number;
  readonly syncId: number;
}

/** The server actions of the Why page. */
export interface WhyVerbs {
  readonly redeliver: (
    input: SyncOf & { readonly deliveryId: number },
  ) => Promise<ActionResult<Redelivery>>;
  readonly tryNow: (input: SyncOf & { readonly offset: number }) => Promise<ActionResult<BulkStep>>;
}
