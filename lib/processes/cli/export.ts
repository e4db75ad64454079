import { stringify } from "yaml";
import type { Api } from "./api-client";
import { referenceTo } from "./config-file";
import { type LiveDestination, type Project, readDestinations, settingsIn } from "./destinations";

const HEAD = "# Destinations as code: npx tributary plan | apply | test FILE\n";

/** All destinations of the project as the text of a file, and their versions. Secrets become references. */
export async function exportProject(
  api: Api,
  project: Project,
): Promise<{ readonly text: string; readonly versions: ReadonlyMap<string, number> }> {
  const live = await readDestinations(api, project);
  const destinations = [...live.values()].map(toFile);
  return {
    text: HEAD + stringify({ version: 1, destinations }, { lineWidth: 0 }),
    versions: new Map([...live].map(([name, { version }]) => [name, version])),
  };
}

function toFile(live: LiveDestination) {
  const { display_name, partner, ...rest } = settingsIn(live);
  const references = live.secrets_set.map((id) => [id, referenceTo(live.display_name, id)]);
  return {
    ...{ display_name, partner, ...rest },
    config: { ...live.config, ...Object.fromEntries(references) },
  };
}
