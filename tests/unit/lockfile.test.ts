import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { z } from "zod";

const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({
      optionalDependencies: z.record(z.string(), z.string()).optional(),
      integrity: z.string().optional(),
      resolved: z.string().optional(),
      inBundle: z.boolean().optional(),
    }),
  ),
});

const { packages } = lockSchema.parse(JSON.parse(readFileSync("package-lock.json", "utf8")));

/** Every folder in which Node looks for `name` when `from` asks for it. */
function candidates(from: string, name: string): readonly string[] {
  const parts = from === "" ? [] : from.split("/node_modules/");
  return [
    ...parts.map((_, i) => `${parts.slice(0, i + 1).join("/node_modules/")}/node_modules/${name}`),
    `node_modules/${name}`,
  ];
}

// npm ci refuses a lock file that lacks them, even for platforms that it does not install for; npm
// leaves them out when the registry it was written with does not carry them.
test("the lock file names the optional packages of every platform, so that npm ci takes it", () => {
  const missing = Object.entries(packages).flatMap(([from, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter(
      (name) => !candidates(from, name).some((path) => path in packages),
    ),
  );
  expect(missing).toEqual([]);
});

// What a package brings along inside itself is covered by the package's own hash.
test("every package of the lock file has its hash, and none says where it was downloaded from", () => {
  const listed = Object.entries(packages).filter(([path]) => path !== "");
  const unhashed = listed.filter(([, one]) => !one.inBundle && one.integrity === undefined);
  expect(unhashed.map(([path]) => path)).toEqual([]);
  expect(listed.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
});
