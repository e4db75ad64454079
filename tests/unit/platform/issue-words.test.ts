import { describe, expect, test } from "vitest";
import { z } from "zod";
import { parseInput } from "@/lib/admin/verb/guards";
import { textFaults } from "@/lib/admin/verb/plain-text";
import { AppError } from "@/lib/kernel/errors";

const said = (schema: z.ZodType, input: unknown): string => {
  try {
    parseInput(schema, input);
  } catch (error) {
    if (error instanceof AppError) return error.message;
  }
  throw new Error("it was taken");
};

describe("what a schema says of an input", () => {
  const at = (schema: z.ZodType) => z.strictObject({ x: schema });
  test.each([
    [at(z.string()), { x: 1 }, "x must be text; a number was sent"],
    [at(z.string()), {}, "x is missing; it must be text"],
    [at(z.int()), { x: 1.5 }, "x must be a whole number; a number with a fraction was sent"],
    [at(z.coerce.number()), { x: "a" }, "x must be a number; no number was sent"],
    [at(z.boolean()), { x: "yes" }, "x must be true or false; text was sent"],
    [at(z.array(z.string())), { x: {} }, "x must be a list; an object was sent"],
    [at(z.record(z.string(), z.string())), { x: [] }, "x must be an object; a list was sent"],
    [at(z.string().max(3)), { x: "four" }, "x must have at most 3 characters"],
    [at(z.array(z.int()).min(1)), { x: [] }, "x must have at least 1 entries"],
    [at(z.int().positive()), { x: 0 }, "x must be more than 0"],
    [at(z.int().max(9)), { x: 10 }, "x must be at most 9"],
    [at(z.enum(["a", "b"])), { x: null }, "x must be one of: a, b"],
    [at(z.string().regex(/^a/)), { x: "b" }, "x is not written as it must be"],
    [at(z.string("Enter a name")), { x: 1 }, "x: Enter a name"],
    [at(z.string()), { x: "", y: 1 }, 'y: Unknown field "y": remove it or check its spelling'],
    [z.strictObject({}), [], "must be an object; a list was sent"],
  ])("%# %j", (schema, input, words) => {
    expect(said(schema, input)).toBe(words);
  });
});

describe("texts that cannot be kept", () => {
  test("are found wherever they are, keys included, with their field", () => {
    expect(textFaults({ a: ["ok", "\0"], "b\ud800": { c: "🦊" } })).toEqual([
      { field: "a.1", message: "must not have the character U+0000", code: "text" },
      { field: "b\ufffd", message: expect.stringContaining("surrogate"), code: "text" },
    ]);
    expect(textFaults({ a: ["x", 1, null, true], "🦊": { b: "é" } })).toEqual([]);
    expect(textFaults({ a: "x".repeat(1_048_577) })).toMatchObject([{ field: "a" }]);
  });

  test("do not hide behind depth", () => {
    let deep: unknown = "x";
    for (let n = 0; n < 5_000; n++) deep = [deep];
    expect(textFaults(deep)).toMatchObject([{ code: "depth" }]);
  });
});
