import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileGlob } from "@/lib/engine/pipeline/transform/glob";

describe("glob", () => {
  test.each([
    ["", "", true],
    ["", "a", false],
    ["*", "", true],
    ["*", "abc", true],
    ["*", "a/c", false],
    ["**", "a/b/c", true],
    ["***", "a/b/c", true],
    ["a*c", "abbbc", true],
    ["a*c", "ac", true],
    ["a*c", "ab/c", false],
    ["a**c", "ab/c", true],
    ["/user/*/edit", "/user/7/edit", true],
    ["/user/*/edit", "/user/7/8/edit", false],
    ["/user/**/edit", "/user/7/8/edit", true],
    ["*.png", "a.b.png", true],
    ["*.png", "apng", false],
    ["a?c", "abc", false],
    ["a?c", "a?c", true],
    ["[ab].+", "[ab].+", true],
    ["*\u{1F600}", "x\u{1F600}", true],
    ["a\nb*", "a\nb\nc", true],
  ])("%j on %j is %s", (pattern, text, expected) => {
    expect(compileGlob(pattern)(text)).toBe(expected);
  });

  test("agrees with the regular expression it stands for", () => {
    const letters = fc.string({ unit: fc.constantFrom("a", "b", "/", "*"), maxLength: 8 });
    const text = fc.string({ unit: fc.constantFrom("a", "b", "/"), maxLength: 8 });
    fc.assert(
      fc.property(letters, text, (pattern, subject) => {
        const source = pattern.replace(/\*+/g, (stars) => (stars.length > 1 ? ".*" : "[^/]*"));
        expect(compileGlob(pattern)(subject)).toBe(new RegExp(`^${source}$`).test(subject));
      }),
    );
  });

  test("a pattern made to backtrack for ever is answered at once", () => {
    expect(compileGlob("a*".repeat(300))(`${"a".repeat(1_000)}/`)).toBe(false);
  });
});
