import { z } from "zod";
import { listSyncs } from "@/lib/admin/syncs/list-syncs";
import { route } from "@/lib/web/route";
import { destinationAnswer, listOf, planAnswer } from "./answer-schemas";
import { listAnswer, toDestinations } from "./answers";
import { dryRunQuery, listQuery, projectParams } from "./inputs";
import { createDestinationBody } from "./patch";
import { createDestination } from "./save";

const params = projectParams;

/** A page of a project's destinations. */
export const listDestinations = route(
  { scope: "destinations:read", params, query: listQuery, answer: listOf(destinationAnswer) },
  async ({ ctx, params, query }) => {
    const page = await listSyncs(ctx, { ...query, projectId: params.project_id });
    return listAnswer(await toDestinations(ctx, page.items), page.nextCursor);
  },
);

/** Creates a destination, or plans it. */
export const postDestination = route(
  {
    scope: "destinations:write",
    params,
    query: dryRunQuery,
    body: createDestinationBody,
    answer: z.union([destinationAnswer, planAnswer]),
  },
  ({ ctx, params, query, body }) => createDestination(ctx, params.project_id, body, query.dry_run),
);
