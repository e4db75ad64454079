import { expect, test } from "vitest";
import { safeNext, signInHref } from "@/lib/admin/access/page-path";

test("signing in leads back to the page that was asked for", () => {
  const page = "/projects/1/destinations/2/deliveries?outcome=discarded&q=a%26b";
  const href = signInHref(page);
  expect(safeNext(new URL(href, "http://x").searchParams.get("next") ?? undefined)).toBe(page);
  expect(signInHref("/")).toBe("/sign-in");
  expect(signInHref(null)).toBe("/sign-in");
});

test.each([
  undefined,
  "//evil.example/a",
  "https://evil.example/a",
  "\\\\evil.example",
  "/\\evil.example",
  "javascript:alert(1)",
  "/..//evil.example",
])("never leads elsewhere: %s", (next) => {
  expect(safeNext(next)).toBe("/");
});
