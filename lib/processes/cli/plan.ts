import { z } from "zod";
import type { Api } from "./api-client";
import { CliError } from "./cli-error";
import { type ConfigFile, type DestinationFile, variableIn } from "./config-file";
import {
  destinationsPath,
  type LiveDestination,
  type Project,
  readDestinations,
  readSecretParameters,
} from "./destinations";

const planSchema = z.object({
  action: z.enum(["create", "update", "noop"]),
  diff: z.record(z.string(), z.object({ from: z.unknown(), to: z.unknown() })),
  warnings: z.array(z.string()),
});

/** What applying a file comes to for one destination. */
export interface PlannedDestination extends z.output<typeof planSchema> {
  readonly name: string;
  /** Undefined: it is not there yet. */
  readonly live: LiveDestination | undefined;
  readonly body: DestinationBody;
  /** True when it is to be changed, and the file does not know the version that is live. */
  readonly isDrift: boolean;
  /** Parameters whose stored secret stays. */
  readonly kept: readonly string[];
}

export interface PlanOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Also sends the secrets of destinations that are there already. */
  readonly secrets: boolean;
  /** The versions that the file was last the same as. */
  readonly known: ReadonlyMap<string, number>;
}

/** What applying the file would do, asked of the API destination by destination; nothing is written. */
export async function planFile(
  api: Api,
  project: Project,
  file: ConfigFile,
  options: PlanOptions,
): Promise<{
  readonly planned: readonly PlannedDestination[];
  /** Names of destinations that the file does not have: they stay as they are. */
  readonly others: readonly string[];
}> {
  const live = await readDestinations(api, project);
  const secrets = await readSecretParameters(api);
  const planned: PlannedDestination[] = [];
  for (const destination of file.destinations) {
    planned.push(
      await planOne(api, project, destination, {
        ...options,
        live: live.get(destination.display_name),
        secretIds: secrets.get(destination.partner) ?? [],
      }),
    );
  }
  const named = new Set(planned.map(({ name }) => name));
  return { planned, others: [...live.keys()].filter((name) => !named.has(name)) };
}

interface OneOptions extends PlanOptions {
  readonly live: LiveDestination | undefined;
  readonly secretIds: readonly string[];
}

async function planOne(
  api: Api,
  project: Project,
  destination: DestinationFile,
  { live, secretIds, environment, secrets, known }: OneOptions,
): Promise<PlannedDestination> {
  const name = destination.display_name;
  if (live !== undefined && live.partner !== destination.partner) {
    throw new CliError(
      `“${name}” is a destination of ${live.partner} there, and of ${destination.partner} in the file: give it another display_name.`,
    );
  }
  const kept = live === undefined || secrets ? [] : secretIds;
  const body = bodyOf(destination, kept, environment);
  const path = destinationsPath(project);
  const plan =
    live === undefined
      ? await api.call("POST", `${path}?dry_run=true`, planSchema, { body })
      : await api.call("PATCH", `${path}/${live.id}?dry_run=true`, planSchema, {
          body: withoutPartner(body),
        });
  const isDrift =
    live !== undefined && plan.action === "update" && known.get(name) !== live.version;
  return {
    ...plan,
    name,
    live,
    body,
    isDrift,
    kept: kept.filter((id) => id in destination.config),
  };
}

type DestinationBody = ReturnType<typeof bodyOf>;

/** What the API takes, without what stays; each reference in the place of its variable. Pure. */
export function bodyOf(
  { tests: _tests, ...destination }: DestinationFile,
  kept: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
) {
  const config = Object.entries(destination.config)
    .filter(([id]) => !kept.includes(id))
    .map(([id, value]) => {
      const variable = variableIn(value);
      if (variable === undefined) return [id, value];
      const found = environment[variable];
      if (found !== undefined && found !== "") return [id, found];
      throw new CliError(
        `“${destination.display_name}”, config.${id}: the variable ${variable} is not set. Set it to the value that is wanted.`,
      );
    });
  return { ...destination, config: Object.fromEntries(config) };
}

export const withoutPartner = ({ partner: _partner, ...body }: DestinationBody) => body;
