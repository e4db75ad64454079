import { z } from "zod";
import { deleteSync } from "@/lib/admin/syncs/delete-sync";
import { getSync } from "@/lib/admin/syncs/get-sync";
import { route } from "@/lib/web/route";
import { destinationAnswer as destinationSchema, planAnswer } from "./answer-schemas";
import { destinationAnswer } from "./answers";
import { destinationParams, dryRunQuery, toTarget } from "./inputs";
import { updateDestinationBody } from "./patch";
import { updateDestination } from "./save";

const params = destinationParams;

/** One destination with its version as entity tag. */
export const getDestination = route(
  { scope: "destinations:read", params, answer: destinationSchema },
  async ({ ctx, params }) => destinationAnswer(ctx, await getSync(ctx, toTarget(params))),
);

/** Changes what the body names, or plans it. */
export const patchDestination = route(
  {
    scope: "destinations:write",
    params,
    query: dryRunQuery,
    body: updateDestinationBody,
    answer: z.union([destinationSchema, planAnswer]),
  },
  ({ ctx, params, query, body, version }) =>
    updateDestination(ctx, { ...toTarget(params), version }, body, query.dry_run),
);

/** Stops it and removes it: 204. */
export const deleteDestination = route(
  { scope: "destinations:write", params, answer: "It is gone" },
  async ({ ctx, params, version }) => {
    await deleteSync(ctx, { ...toTarget(params), version });
    return new Response(null, { status: 204 });
  },
);
