import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readConfigFile, referenceTo, variableIn } from "@/lib/processes/cli/config-file";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tributary-config-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function read(text: string) {
  const file = join(folder, "destinations.yaml");
  writeFileSync(file, text);
  return () => readConfigFile(file);
}

test("a destination keeps every field of the API, also one that this build does not know", () => {
  const file = read(
    "version: 1\ndestinations:\n  - { display_name: M, partner: p, send_events: true, newer: 1 }\n",
  );
  expect(file().destinations).toEqual([
    {
      display_name: "M",
      partner: "p",
      send_events: true,
      newer: 1,
      config: {},
      tests: [],
    },
  ]);
});

test.each([
  [
    "a name twice",
    "version: 1\ndestinations: [{display_name: M, partner: p}, {display_name: M, partner: p}]",
    "the same",
  ],
  ["another version", "version: 2\ndestinations: []", "version"],
  ["YAML that is none", "version: 1\ndestinations: [", "line 2"],
  [
    "an unknown word in a test",
    "version: 1\ndestinations: [{display_name: M, partner: p, tests: [{name: t, event: {}, expects: {}}]}]",
    "destinations.0.tests.0",
  ],
])("%s is refused in words", (_, text, words) => {
  expect(read(text)).toThrow(words);
});

test("a reference is exactly one variable", () => {
  const [open, close] = ["$" + "{", "}"];
  expect(variableIn(`${open}MARKETING_API_KEY${close}`)).toBe("MARKETING_API_KEY");
  expect(variableIn(`x${open}MARKETING_API_KEY${close}`)).toBeUndefined();
  expect(variableIn(`${open}lower${close}`)).toBeUndefined();
  expect(variableIn(7)).toBeUndefined();
});

test.each(["Marketing", "2nd – Été & Co", "ünïcode", "…"])(
  "the reference of an export is one, whatever the name: %s",
  (name) => {
    expect(variableIn(referenceTo(name, "api_key"))).toMatch(/API_KEY$/);
  },
);
