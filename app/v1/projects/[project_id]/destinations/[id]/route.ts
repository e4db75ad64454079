import { destinationAnswer } from "@/lib/http/destinations/answers";
import { destinationParams, dryRunQuery, toTarget } from "@/lib/http/destinations/inputs";
import { updateDestinationBody } from "@/lib/http/destinations/patch";
import { updateDestination } from "@/lib/http/destinations/save";
import { route } from "@/lib/http/route";
import { deleteSync } from "@/lib/syncs/delete-sync";
import { getSync } from "@/lib/syncs/get-sync";

const params = destinationParams;

export const GET = route({ scope: "destinations:read", params }, async ({ ctx, params }) =>
  destinationAnswer(ctx, await getSync(ctx, toTarget(params))),
);

export const PATCH = route(
  { scope: "destinations:write", params, query: dryRunQuery, body: updateDestinationBody },
  ({ ctx, params, query, body, version }) =>
    updateDestination(ctx, { ...toTarget(params), version }, body, query.dry_run),
);

export const DELETE = route(
  { scope: "destinations:write", params },
  async ({ ctx, params, version }) => {
    await deleteSync(ctx, { ...toTarget(params), version });
    return new Response(null, { status: 204 });
  },
);
