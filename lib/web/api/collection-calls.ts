import { listSyncs } from "@/lib/admin/syncs/list-syncs";
import { route } from "@/lib/web/route";
import { listAnswer, toDestinations } from "./answers";
import { dryRunQuery, listQuery, projectParams } from "./inputs";
import { createDestinationBody } from "./patch";
import { createDestination } from "./save";

const params = projectParams;

/** A page of a project's destinations. */
export const listDestinations = route(
  { scope: "destinations:read", params, query: listQuery },
  async ({ ctx, params, query }) => {
    const page = await listSyncs(ctx, { ...query, projectId: params.project_id });
    return listAnswer(await toDestinations(ctx, page.items), page.nextCursor);
  },
);

/** Creates a destination, or plans it. */
export const postDestination = route(
  { scope: "destinations:write", params, query: dryRunQuery, body: createDestinationBody },
  ({ ctx, params, query, body }) => createDestination(ctx, params.project_id, body, query.dry_run),
);
