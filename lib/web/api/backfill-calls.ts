import { z } from "zod";
import { type BackfillChange, changeBackfill } from "@/lib/admin/backfills/change-backfill";
import { createBackfill } from "@/lib/admin/backfills/create-backfill";
import { getBackfill } from "@/lib/admin/backfills/get-backfill";
import { listBackfills } from "@/lib/admin/backfills/list-backfills";
import { json, route } from "@/lib/web/route";
import { listOf } from "./answer-schemas";
import { listAnswer } from "./answers";
import { backfillAnswer, backfillDetailAnswer } from "./backfill-answer";
import { takeBackfillFile } from "./backfill-file";
import { toBackfillDetailResource, toBackfillResource } from "./backfill-resource";
import { destinationParams, projectParams } from "./inputs";

const backfillBody = z.strictObject({
  from: z.literal(
    "amplitude_export",
    'must be "amplitude_export"; files come as multipart/form-data',
  ),
  region: z.enum(["us", "eu"]).default("us"),
  api_key: z.string(),
  secret_key: z.string(),
  start: z.string(),
  end: z.string(),
  destinations: z.array(z.coerce.number()),
  users_only: z.boolean().default(false),
  dry_run: z.boolean().default(false),
});

/** Brings history in: a file (multipart/form-data), or hours of Amplitude's Export API. A dry run counts, and waits. */
export const postBackfill = route(
  {
    scope: "destinations:write",
    params: projectParams,
    body: backfillBody,
    streamed: "multipart/form-data",
    answer: backfillAnswer,
  },
  async ({ ctx, params: { project_id }, body, request }) => {
    const created =
      body === undefined
        ? await takeBackfillFile(ctx, project_id, request)
        : await createBackfill(ctx, {
            projectId: project_id,
            destinations: body.destinations,
            usersOnly: body.users_only,
            starts: !body.dry_run,
            from: {
              kind: body.from,
              region: body.region,
              apiKey: body.api_key,
              secretKey: body.secret_key,
              start: body.start,
              end: body.end,
            },
          });
    const location = `/v1/projects/${project_id}/backfills/${created.id}`;
    return json(toBackfillResource(created), 201, { location });
  },
);

const pageQuery = z.strictObject({ cursor: z.string().optional(), limit: z.string().optional() });

/** A project's backfills, newest first. */
export const getBackfills = route(
  {
    scope: "destinations:read",
    params: projectParams,
    query: pageQuery,
    answer: listOf(backfillAnswer),
  },
  async ({ ctx, params: { project_id }, query }) => {
    const page = await listBackfills(ctx, { projectId: project_id, ...query });
    return listAnswer(page.items.map(toBackfillResource), page.nextCursor);
  },
);

/** One backfill, with its faults. */
export const readBackfill = route(
  { scope: "destinations:read", params: destinationParams, answer: backfillDetailAnswer },
  async ({ ctx, params: { id, project_id } }) =>
    toBackfillDetailResource(await getBackfill(ctx, { id, projectId: project_id })),
);

const changing = (change: BackfillChange) =>
  route(
    { scope: "destinations:write", params: destinationParams, answer: backfillAnswer },
    async ({ ctx, params: { id, project_id } }) =>
      toBackfillResource(await changeBackfill(ctx, { id, projectId: project_id, change })),
  );

export const pauseBackfill = changing("pause");
/** Also starts one that was only counted. */
export const resumeBackfill = changing("resume");
export const cancelBackfill = changing("cancel");
