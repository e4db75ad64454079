import { z } from "zod";
import type { Api } from "./api-client";
import { CliError } from "./cli-error";
import type { ConfigFile, DestinationFile, EventTest } from "./config-file";
import {
  destinationsPath,
  type Project,
  readDestinations,
  readSecretParameters,
} from "./destinations";
import { bodyOf, withoutPartner } from "./plan";
import { type Difference, differences } from "./subset";

const previewSchema = z.object({
  fate: z.record(z.string(), z.unknown()),
  requests: z.array(z.record(z.string(), z.unknown())),
});

export interface TestedEvent {
  readonly destination: string;
  readonly test: string;
  /** Empty: it came to what was expected. */
  readonly differences: readonly Difference[];
}

/** Runs every event of the file's tests under the file's settings, by the engine's own rules; nothing is sent or saved. */
export async function testEvents(
  api: Api,
  project: Project,
  file: ConfigFile,
): Promise<readonly TestedEvent[]> {
  const live = await readDestinations(api, project);
  const secrets = await readSecretParameters(api);
  const tested: TestedEvent[] = [];
  for (const destination of file.destinations) {
    const { display_name: name, partner, tests } = destination;
    if (tests.length === 0) continue;
    const id = live.get(name)?.id;
    if (id === undefined) {
      throw new CliError(
        `“${name}” is not in ${project.name} yet: apply the file first, then test it.`,
      );
    }
    const path = `${destinationsPath(project)}/${id}/preview`;
    const draft = draftOf(destination, secrets.get(partner) ?? []);
    for (const test of tests) {
      tested.push({
        destination: name,
        test: test.name,
        differences: await one(api, path, draft, test),
      });
    }
  }
  return tested;
}

/** No test needs a secret. */
const draftOf = (destination: DestinationFile, secretIds: readonly string[]) =>
  withoutPartner(bodyOf(destination, secretIds, {}));

async function one(
  api: Api,
  path: string,
  draft: object,
  { event, expect }: EventTest,
): Promise<readonly Difference[]> {
  const { fate, requests } = await api.call("POST", path, previewSchema, {
    body: { event, draft },
  });
  return differences(expect, { ...fate, requests });
}
