import { destinationAnswer } from "@/lib/http/destinations/answers";
import { destinationParams, dryRunQuery, toTarget } from "@/lib/http/destinations/inputs";
import { updateDestinationBody } from "@/lib/http/destinations/patch";
import { updateDestination } from "@/lib/http/destinations/save";
import { route } from "@/lib/http/route";
import { deleteSync } from "@/lib/syncs/delete-sync";
import { getSync } from "@/lib/syncs/get-sync";

const params = destinationParams;

/** One destination with its version as entity tag. */
export const getDestination = route(
  { scope: "destinations:read", params },
  async ({ ctx, params }) => destinationAnswer(ctx, await getSync(ctx, toTarget(params))),
);

/** Changes what the body names, or plans it. */
export const patchDestination = route(
  { scope: "destinations:write", params, query: dryRunQuery, body: updateDestinationBody },
  ({ ctx, params, query, body, version }) =>
    updateDestination(ctx, { ...toTarget(params), version }, body, query.dry_run),
);

/** Stops it and removes it: 204. */
export const deleteDestination = route(
  { scope: "destinations:write", params },
  async ({ ctx, params, version }) => {
    await deleteSync(ctx, { ...toTarget(params), version });
    return new Response(null, { status: 204 });
  },
);
