import { destinationStates } from "@/lib/admin/syncs/destination-state";
import type { Sync } from "@/lib/admin/syncs/sync";
import { DISABLED } from "@/lib/admin/syncs/sync-condition";
import type { Context } from "@/lib/admin/verb/context";
import type { Page } from "@/lib/admin/verb/paging";
import { etag } from "@/lib/web/if-match";
import { json } from "@/lib/web/route";
import { type DestinationResource, toDestination } from "./resource";

// Syncs as answers of the management API.

/** Who may write a destination is shown what was written. */
const asReader = (ctx: Context): Context => ({ ...ctx, actor: { kind: "system" } });

/** One destination with its version as entity tag. */
export async function destinationAnswer(
  ctx: Context,
  sync: Sync,
  created = false,
): Promise<Response> {
  const [resource] = await toDestinations(ctx, [sync]);
  const location = { location: `/v1/projects/${sync.projectId}/destinations/${sync.id}` };
  return json(resource ?? {}, created ? 201 : 200, {
    etag: etag(sync.version),
    ...(created ? location : {}),
  });
}

export async function toDestinations(
  ctx: Context,
  syncs: readonly Sync[],
): Promise<readonly DestinationResource[]> {
  const states = await destinationStates(asReader(ctx), syncs);
  const unknown = { credentials: "unchecked", condition: DISABLED } as const;
  return syncs.map((sync) => toDestination(sync, states.get(sync.id) ?? unknown));
}

/** A list as every list call answers it. Pure. */
export const listAnswer = <T>(data: readonly T[], nextCursor: Page<T>["nextCursor"] = null) => ({
  object: "list" as const,
  data,
  next_cursor: nextCursor,
  has_more: nextCursor !== null,
});
