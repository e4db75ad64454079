import { createSource } from "@/lib/admin/sources/create-source";
import { deleteSource } from "@/lib/admin/sources/delete-source";
import { listSources } from "@/lib/admin/sources/list-sources";
import type { Source } from "@/lib/admin/sources/source";
import { json, route } from "@/lib/web/route";
import { listOf, madeSourceAnswer, sourceAnswer } from "./answer-schemas";
import { listAnswer } from "./answers";
import { createSourceBody, destinationParams, projectParams } from "./inputs";

/** A source as the management API answers it. Pure. */
const toSourceResource = ({ id, kind, url, lastFour, createdAt, createdBy }: Source) => ({
  id: String(id),
  object: "source" as const,
  kind,
  url,
  secret_last_four: lastFour,
  created_at: createdAt.toISOString(),
  created_by: createdBy,
});

/** The sources that were made in a project. */
export const getSources = route(
  { scope: "projects:read", params: projectParams, answer: listOf(sourceAnswer) },
  async ({ ctx, params }) =>
    listAnswer((await listSources(ctx, { projectId: params.project_id })).map(toSourceResource)),
);

/** Makes a source; its secret is answered this once. */
export const postSource = route(
  {
    scope: "sources:write",
    params: projectParams,
    body: createSourceBody,
    answer: madeSourceAnswer,
  },
  async ({ ctx, params, body }) => {
    const { source, secret } = await createSource(ctx, {
      projectId: params.project_id,
      kind: body.kind,
    });
    return json({ ...toSourceResource(source), secret }, 201);
  },
);

/** Deletes a source; what it brought stays. */
export const removeSource = route(
  { scope: "sources:write", params: destinationParams, answer: "It is gone" },
  async ({ ctx, params: { project_id, id } }) => {
    await deleteSource(ctx, { projectId: project_id, id });
    return new Response(null, { status: 204 });
  },
);
