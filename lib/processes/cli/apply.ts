import { z } from "zod";
import type { Api } from "./api-client";
import { destinationsPath, type Project } from "./destinations";
import { type PlannedDestination, withoutPartner } from "./plan";

const savedSchema = z.object({ version: z.int().positive() });

/** Carries a planned destination out, unless it was changed since it was planned (CliError); gives the version it has then. */
export async function applyOne(
  api: Api,
  project: Project,
  { action, live, body }: PlannedDestination,
): Promise<number> {
  const path = destinationsPath(project);
  if (live === undefined) {
    return (await api.call("POST", path, savedSchema, { body })).version;
  }
  if (action === "noop") return live.version;
  const { id, version } = live;
  const saved = await api.call("PATCH", `${path}/${id}`, savedSchema, {
    body: withoutPartner(body),
    version,
  });
  return saved.version;
}
