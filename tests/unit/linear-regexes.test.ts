import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { analyse } from "scslre";
import { expect, test } from "vitest";

// A stranger chooses the texts that the program's regular expressions meet: none may take longer than the text is long.

const ROOT = join(import.meta.dirname, "../..");

/** Those that could, and why nobody can make them. */
const HARMLESS: Readonly<Record<string, string>> = {
  "lib/platform/env.ts /\\/+$/": "an operator's setting",
  "lib/engine/connectors/hosts.ts /\\/+$/": "an operator's setting",
  "lib/engine/connectors/http/call.ts /\\/+$/": "an operator's setting",
  "lib/engine/connectors/http/scrub.ts /=+$/": "the base64 of a credential, which is short",
  "lib/platform/postgres/migrate.ts /\\n\\s+0: /": "our own migrations' errors",
  "lib/platform/postgres/migrate.ts /\\s*\\n\\s*/g": "our own migrations' errors",
  "sandbox/track/identifier.ts /^[^\\s@]+@[^\\s@]+\\.[^\\s@]+$/":
    "identifiers of at most 150 bytes",
};

/** A literal where an expression may begin; a comment or a division is none. */
const LITERAL =
  /(?<=(?:^|[(=,:[!&|?{};\n]|return|=>)\s*)\/(?![/*])((?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+)\/([dgimsuvy]*)/g;

const literals = ["lib", "sandbox"]
  .flatMap((top) =>
    readdirSync(join(ROOT, top), { recursive: true, encoding: "utf8" }).map(
      (file) => `${top}/${file}`,
    ),
  )
  .filter((file) => file.endsWith(".ts") && !file.startsWith("lib/platform/postgres/generated"))
  .flatMap((file) => {
    const text = readFileSync(join(ROOT, file), "utf8");
    return [...text.matchAll(LITERAL)].map(([, source = "", flags = ""]) => {
      const regex = new RegExp(source, flags);
      return { name: `${file} ${regex}`, regex };
    });
  });

const isSlow = ({ regex: { source, flags } }: (typeof literals)[number]): boolean =>
  analyse({ source, flags }).reports.length > 0;

test("every regular expression is linear, or never meets a stranger's text", () => {
  const slow = literals.filter(isSlow).map(({ name }) => name);
  expect(slow.filter((name) => HARMLESS[name] === undefined)).toEqual([]);
  expect(Object.keys(HARMLESS).filter((name) => !slow.includes(name))).toEqual([]);
});

test("the reader of expressions sees them, and the judge knows a slow one", () => {
  expect(literals.length).toBeGreaterThan(50);
  const slow = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
  expect(isSlow({ name: "", regex: slow })).toBe(true);
});
