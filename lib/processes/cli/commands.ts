import { writeFileSync } from "node:fs";
import type { Api } from "./api-client";
import { applyOne } from "./apply";
import { CliError } from "./cli-error";
import { readConfigFile } from "./config-file";
import type { Project } from "./destinations";
import { exportProject } from "./export";
import { type Lock, readLock } from "./lock-file";
import { type PlannedDestination, planFile } from "./plan";
import { planLines, testLines } from "./print";
import { testEvents } from "./test-events";

/** What a command works with. */
export interface Session {
  readonly api: Api;
  readonly project: Project;
  /** The file it was given. */
  readonly file: string | undefined;
  /** Also sends the secrets of destinations that are there already. */
  readonly secrets: boolean;
  /** Also applies over what was changed outside the file. */
  readonly overwrite: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly say: (line: string) => void;
}

/** Each gives the exit code; what is wrong is a CliError. */
export const COMMANDS = {
  async export({ api, project, file, say }: Session): Promise<number> {
    const { text, versions } = await exportProject(api, project);
    if (file === undefined) {
      say(text.trimEnd());
      return 0;
    }
    writeFileSync(file, text);
    readLock(file, placeOf(api, project)).write(versions);
    say(`${file} has the destinations of ${project.name}: ${versions.size}`);
    return 0;
  },

  async plan(session: Session): Promise<number> {
    await planAndSay(session);
    return 0;
  },

  async apply(session: Session): Promise<number> {
    const { planned, lock } = await planAndSay(session);
    const drifted = planned.filter(({ isDrift }) => isDrift).map(({ name }) => `“${name}”`);
    if (drifted.length > 0 && !session.overwrite) {
      throw new CliError(
        `Nothing was applied: ${drifted.join(", ")} changed outside the file. Export to another file and take over what is wanted, or apply with --overwrite.`,
      );
    }
    const versions = new Map(lock.versions);
    for (const each of planned) {
      versions.set(each.name, await applyOne(session.api, session.project, each));
      lock.write(versions);
    }
    session.say(`Applied to ${session.project.name}`);
    return 0;
  },

  async test({ api, project, file, say }: Session): Promise<number> {
    const tested = await testEvents(api, project, readConfigFile(needed(file)));
    for (const line of tested.flatMap(testLines)) say(line);
    const failed = tested.filter(({ differences }) => differences.length > 0).length;
    say(`${tested.length - failed} passed, ${failed} failed`);
    return failed === 0 ? 0 : 1;
  },
};

export type Command = keyof typeof COMMANDS;

async function planAndSay(
  session: Session,
): Promise<{ readonly planned: readonly PlannedDestination[]; readonly lock: Lock }> {
  const { api, project, environment, secrets, say } = session;
  const file = needed(session.file);
  const lock = readLock(file, placeOf(api, project));
  const known = lock.versions;
  const wanted = readConfigFile(file);
  const { planned, others } = await planFile(api, project, wanted, { environment, secrets, known });
  for (const line of planned.flatMap(planLines)) say(line);
  for (const name of others) say(`  ${name} is not in the file and stays as it is`);
  return { planned, lock };
}

function needed(file: string | undefined): string {
  if (file !== undefined) return file;
  throw new CliError("Name the file, such as destinations.yaml");
}

/** One project of one instance, as a lock names it. */
const placeOf = ({ url }: Api, { id }: Project): string => `${url}/projects/${id}`;
