import { z } from "zod";
import type { Api } from "./api-client";
import { CliError } from "./cli-error";

const projectSchema = z.object({ id: z.string(), name: z.string() });
const listOf = <T extends z.ZodType>(item: T) =>
  z.object({ data: z.array(item), next_cursor: z.string().nullable() });

/** What the management API says of a destination that is no setting of it. */
const REPORTED = [
  ...[
    "id",
    "object",
    "project_id",
    "kind",
    "version",
    "secrets_set",
    "credential_status",
    "state",
    "problem",
  ],
  ...["paused", "paused_because", "error", "created_at", "updated_at", "created_by", "updated_by"],
];

const liveSchema = z.looseObject({
  id: z.string(),
  partner: z.string(),
  display_name: z.string(),
  secrets_set: z.array(z.string()),
  version: z.number(),
  updated_at: z.string(),
  updated_by: z.string(),
  config: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});
export type LiveDestination = z.output<typeof liveSchema>;

const typeSchema = z.object({
  partner: z.string(),
  parameters: z.array(z.object({ id: z.string(), write_only: z.boolean() })),
});

export type Project = z.output<typeof projectSchema>;

/** The project that is named, by id or name; the only one there is when none is. */
export async function findProject(api: Api, wanted: string | undefined): Promise<Project> {
  const projects = await listAll(api, "/v1/projects", projectSchema);
  const named = projects.filter(
    ({ id, name }) => wanted === undefined || [id, name].includes(wanted),
  );
  const [project] = named;
  if (project !== undefined && named.length === 1) return project;
  const names = projects.map(({ id, name }) => `\n  ${id}  ${name}`).join("");
  const what =
    wanted === undefined
      ? "Say which project, by --project"
      : `${named.length} projects are “${wanted}”`;
  throw new CliError(`${what}. The token sees:${names || " none"}`);
}

export const destinationsPath = ({ id }: Project): string => `/v1/projects/${id}/destinations`;

/** Every destination of the project, by name; names that are not alone cannot be told apart and are refused. */
export async function readDestinations(
  api: Api,
  project: Project,
): Promise<ReadonlyMap<string, LiveDestination>> {
  const all = await listAll(api, destinationsPath(project), liveSchema);
  const byName = new Map(all.map((live) => [live.display_name, live]));
  if (byName.size === all.length) return byName;
  const twice = all.find((live) => byName.get(live.display_name) !== live);
  throw new CliError(
    `Two destinations of ${project.name} are called “${twice?.display_name}”: rename one, a file knows them by their names.`,
  );
}

/** The parameters of each partner that are written and never read. */
export async function readSecretParameters(
  api: Api,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const types = await listAll(api, "/v1/destination-types", typeSchema);
  return new Map(
    types.map(({ partner, parameters }) => [
      partner,
      parameters.filter(({ write_only }) => write_only).map(({ id }) => id),
    ]),
  );
}

/** The settings in what the API says of a destination. Pure. */
export const settingsIn = (live: LiveDestination): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(live).filter(([name]) => !REPORTED.includes(name)));

async function listAll<T>(api: Api, path: string, item: z.ZodType<T>): Promise<readonly T[]> {
  const found: T[] = [];
  let cursor: string | null = null;
  do {
    const query: string = cursor === null ? "" : `?cursor=${encodeURIComponent(cursor)}`;
    const page: { data: T[]; next_cursor: string | null } = await api.call(
      "GET",
      `${path}${query}`,
      listOf(item),
    );
    found.push(...page.data);
    cursor = page.next_cursor;
  } while (cursor !== null);
  return found;
}
