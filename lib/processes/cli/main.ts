import { parseArgs } from "node:util";
import { everyVariable } from "@/lib/platform/env";
import { createApi } from "./api-client";
import { CliError } from "./cli-error";
import { COMMANDS, type Command } from "./commands";
import { findProject } from "./destinations";

// Process entry of `npx tributary`: destinations as code, through the management API.

const USAGE = `npx tributary COMMAND [FILE] [options]

  export [FILE]   writes the project's destinations to the file, or to the terminal
  plan FILE       says field by field what applying the file would change
  apply FILE      makes the project's destinations as the file says
  test FILE       runs the file's events under the file's settings; sends and saves nothing

  --project X     id or name (TRIBUTARY_PROJECT); not needed where there is one
  --url X         of the instance (TRIBUTARY_URL, PUBLIC_URL; http://localhost:3000)
  --secrets       plan, apply: also sends the secrets of destinations that are there already
  --overwrite     apply: also over what was changed outside the file

TRIBUTARY_TOKEN is an API token of the project's settings. A value \${NAME} in config is that variable.`;

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof CliError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

async function run(args: readonly string[]): Promise<number> {
  const { command, file, options } = parse(args);
  if (command === undefined || options.help === true) {
    say(USAGE);
    return options.help === true ? 0 : 1;
  }
  const environment = everyVariable();
  const { TRIBUTARY_TOKEN: token = "", TRIBUTARY_PROJECT, TRIBUTARY_URL, PUBLIC_URL } = environment;
  if (token === "") {
    throw new CliError(
      "Set TRIBUTARY_TOKEN to an API token: the project's Settings › API tokens make one.",
    );
  }
  const url = options.url ?? TRIBUTARY_URL ?? PUBLIC_URL ?? "http://localhost:3000";
  if (!URL.canParse(url)) throw new CliError(`--url must be an address, not “${url}”`);
  const api = createApi(url.endsWith("/") ? url.slice(0, -1) : url, token);
  return await COMMANDS[command]({
    ...{ api, file, environment, say },
    project: await findProject(api, options.project ?? TRIBUTARY_PROJECT),
    secrets: options.secrets === true,
    overwrite: options.overwrite === true,
  });
}

function parse(args: readonly string[]) {
  try {
    const { values: options, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        project: { type: "string" },
        url: { type: "string" },
        secrets: { type: "boolean" },
        overwrite: { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    });
    const [command, file, ...more] = positionals;
    if (more.length > 0) throw new CliError(`One file at a time, not also ${more.join(" ")}`);
    if (command === undefined || isCommand(command)) return { command, file, options };
    throw new CliError(`There is no command ${command}.\n\n${USAGE}`);
  } catch (error) {
    if (error instanceof CliError) throw error;
    throw new CliError(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  }
}

function isCommand(text: string): text is Command {
  return Object.hasOwn(COMMANDS, text);
}
