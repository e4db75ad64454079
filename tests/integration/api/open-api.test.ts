import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { Validator } from "@seriousme/openapi-schema-validator";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { TestDatabase } from "@/tests/support/database";
import { startApi } from "./api";

// The description of the management API: it is one, and it is of every route there is. What the routes answer is held
// against it wherever a test calls one (`api.ts`).

let database: TestDatabase;
beforeAll(async () => {
  database = await startApi();
});
afterAll(() => database.close());

async function description() {
  const { GET } = await import("@/app/v1/openapi.json/route");
  const answer = await GET(new Request("http://localhost/v1/openapi.json"), undefined);
  return (await answer.json()) as Record<string, unknown> & {
    readonly paths: Readonly<Record<string, Readonly<Record<string, object>>>>;
  };
}

test("is OpenAPI 3.1", async () => {
  const document = await description();
  const validator = new Validator();
  expect(await validator.validate(structuredClone(document))).toMatchObject({ valid: true });
  expect(validator.version).toBe("3.1");
});

test("has every call of every route, and no other", async () => {
  const root = join(import.meta.dirname, "../../../app");
  const files = readdirSync(join(root, "v1"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith("route.ts") && !file.includes("..."))
    .filter((file) => !file.startsWith("openapi.json"));
  const served: string[] = [];
  for (const file of files) {
    const handlers = (await import(join(root, "v1", file))) as Record<string, { spec?: object }>;
    const path = `/v1/${dirname(file)}`.replace(/\[([a-z_]+)\]/g, "{$1}");
    const methods = Object.keys(handlers).filter((name) => handlers[name]?.spec !== undefined);
    served.push(...methods.map((method) => `${method} ${path}`));
  }
  const { paths } = await description();
  const described = Object.entries(paths).flatMap(([path, item]) =>
    Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(served.length).toBeGreaterThan(10);
  expect(described.sort()).toEqual(served.sort());
});

test("each call has an id of its own, its scope, and names the parameters of its path", async () => {
  const { paths } = await description();
  const operations = Object.entries(paths).flatMap(([path, item]) =>
    Object.values(item).map((operation) => ({ path, ...(operation as Operation) })),
  );
  expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
  for (const { path, description, parameters } of operations) {
    expect(description).toMatch(/^Scope `[a-z]+:[a-z]+`$/);
    const inPath = parameters.filter((parameter) => parameter.in === "path");
    expect(inPath.map(({ name }) => `{${name}}`).sort()).toEqual(
      (path.match(/\{[a-z_]+\}/g) ?? []).sort(),
    );
  }
});

interface Operation {
  readonly operationId: string;
  readonly description: string;
  readonly parameters: readonly { readonly name: string; readonly in: string }[];
}
