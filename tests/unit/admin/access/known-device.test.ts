import { expect, test } from "vitest";
import { deviceMark, knownDevice } from "@/lib/admin/access/known-device";

const mark = deviceMark("secret", "ada@example.com");

test("a browser is known for the account it was signed in to, again and again", () => {
  const id = knownDevice("secret", "ada@example.com", mark);
  expect(id).toBe(mark.split(".")[0]);
  expect(knownDevice("secret", "ada@example.com", mark)).toBe(id);
});

test.each([
  ["another account", "secret", "bob@example.com", mark],
  ["another secret", "other", "ada@example.com", mark],
  ["no mark", "secret", "ada@example.com", undefined],
  ["an empty one", "secret", "ada@example.com", ""],
  ["another id", "secret", "ada@example.com", `x.${mark.split(".")[1]}`],
  ["no seal", "secret", "ada@example.com", mark.split(".")[0]],
])("not with %s", (_, secret, email, given) => {
  expect(knownDevice(secret, email, given)).toBeNull();
});
