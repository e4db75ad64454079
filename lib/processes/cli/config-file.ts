import { readFileSync } from "node:fs";
import { LineCounter, parseDocument } from "yaml";
import { z } from "zod";
import { toFieldErrors } from "@/lib/platform/issue-words";
import { CliError } from "./cli-error";

// The destinations of a project as a file that lives in git.

/** What an event must come to. What is not named is not compared. */
const expectSchema = z.strictObject({
  status: z.enum(["to_be_sent", "filtered", "discarded"]).optional(),
  reason: z.string().optional(),
  row: z.string().optional(),
  requests: z.array(z.record(z.string(), z.unknown())).optional(),
});

const testSchema = z.strictObject({
  name: z.string().min(1),
  /** As an SDK uploads it. */
  event: z.record(z.string(), z.unknown()),
  expect: expectSchema,
});
export type EventTest = z.output<typeof testSchema>;

/** A destination in the words of the management API, whose checks it gets there; `tests` are ours. */
const destinationSchema = z.looseObject({
  display_name: z.string().min(1),
  partner: z.string(),
  config: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
    .default({}),
  tests: z.array(testSchema).default([]),
});
export type DestinationFile = z.output<typeof destinationSchema>;

const fileSchema = z
  .strictObject({ version: z.literal(1), destinations: z.array(destinationSchema) })
  .refine(({ destinations }) => new Set(destinations.map(nameOf)).size === destinations.length, {
    path: ["destinations"],
    message: "two of them have the same display_name",
  });
export type ConfigFile = z.output<typeof fileSchema>;

const nameOf = ({ display_name }: { readonly display_name: string }) => display_name;

/** Reads and checks a file; throws CliError that names file, line or field. */
export function readConfigFile(file: string): ConfigFile {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    throw new CliError(`${file} cannot be read. Make one with: npx tributary export ${file}`);
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [error] = document.errors;
  if (error !== undefined) {
    throw new CliError(`${file}, line ${lines.linePos(error.pos[0]).line}: ${error.message}`);
  }
  const parsed = fileSchema.safeParse(document.toJS());
  if (parsed.success) return parsed.data;
  const faults = toFieldErrors(parsed.error).map(
    ({ field, message }) => `\n  ${field}: ${message}`,
  );
  throw new CliError(`${file} is not in the form of an export:${faults.join("")}`);
}

/** A value that names a variable of the environment. */
const REFERENCE = /^\$\{([A-Z_][A-Z0-9_]*)\}$/;

export const variableIn = (value: unknown): string | undefined =>
  typeof value === "string" ? REFERENCE.exec(value)?.[1] : undefined;

/** The reference that stands in an export for a value that never leaves. */
export const referenceTo = (displayName: string, parameter: string): string => {
  const words = `${displayName} ${parameter}`.toUpperCase().split(/[^A-Z0-9]/);
  const name = words.filter((word) => word !== "").join("_");
  return `\${${/^\d/.test(name) ? "_" : ""}${name}}`;
};
