import { expect, test } from "vitest";
import { z } from "zod";
import { toReference } from "@/lib/web/api/reference";

const call = (more: object = {}) =>
  toReference(
    {
      method: "patch",
      path: "/v1/things/{id}",
      tag: "Things",
      summary: "Change it",
      versioned: true,
      spec: {
        scope: "destinations:write",
        params: z.object({ id: z.string() }),
        query: z.strictObject({ dry_run: z.enum(["true", "false"]).optional() }),
        body: z.strictObject({ name: z.string().nullable() }),
        answer: z.union([
          z.strictObject({
            at: z.iso.datetime(),
            parts: z.array(z.strictObject({ n: z.int().describe("how many") })),
          }),
          z.strictObject({ other: z.boolean() }),
        ]),
        ...more,
      },
    },
    "http://localhost:3000",
  );

test("fields stand below the one they are in, with their types in words", () => {
  const fields = call().answer;
  expect(fields).toMatchObject([
    { path: "at", type: "date-time", depth: 0, isRequired: true },
    { path: "parts", type: "list of object", depth: 0 },
    { path: "parts.n", name: "n", type: "whole number", depth: 1, note: "how many" },
  ]);
});

test("parameters of path and query come first, and say which may be left out", () => {
  expect(call().parameters).toMatchObject([
    { name: "id", type: "string", isRequired: true },
    { name: "dry_run", type: "true | false", isRequired: false },
  ]);
  expect(call().body).toMatchObject([{ name: "name", type: "string or null" }]);
});

test("an answer without a body is a text", () => {
  expect(call({ answer: "It is gone" }).answer).toBe("It is gone");
});

test("the example is one command with all headers that matter", () => {
  expect(call().curl).toBe(`curl -X PATCH 'http://localhost:3000/v1/things/{id}' \\
  -H "Authorization: Bearer $TRIBUTARY_TOKEN" \\
  -H 'If-Match: "3"' \\
  -H 'Content-Type: application/json' \\
  -d '{ … }'`);
});
