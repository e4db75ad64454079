import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { parse, stringify } from "yaml";
import { z } from "zod";
import { CliError } from "./cli-error";

// Beside a file of destinations: which version of each it was last the same as. Committed with it, it tells a change in
// the app from a change in the file.

const lockSchema = z.record(z.string(), z.record(z.string(), z.int().positive()));

const HEAD =
  "# Which version of each destination the file was last the same as. Commit it with the file.\n";

/** Versions by the name of the destination, of one project of one instance. */
export interface Lock {
  readonly versions: ReadonlyMap<string, number>;
  readonly write: (versions: ReadonlyMap<string, number>) => void;
}

export function readLock(file: string, place: string): Lock {
  const path = `${file}.lock`;
  const all = existsSync(path) ? parsed(path) : {};
  return {
    versions: new Map(Object.entries(all[place] ?? {})),
    write: (versions) => {
      const next = { ...all, [place]: Object.fromEntries([...versions].sort()) };
      writeFileSync(path, HEAD + stringify(next));
    },
  };
}

function parsed(path: string): z.output<typeof lockSchema> {
  try {
    return lockSchema.parse(parse(readFileSync(path, "utf8")));
  } catch {
    throw new CliError(`${path} cannot be read. Take it back from git, or delete it.`);
  }
}
