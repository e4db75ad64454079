import { expect, test } from "vitest";
import { hashPassword, passwordMatches } from "@/lib/admin/access/password";

test("a crowd that asks for hashes waits in a queue that ends", { timeout: 60_000 }, async () => {
  const crowd = Array.from({ length: 60 }, (_, i) => hashPassword(`password ${i}`));
  const settled = await Promise.allSettled(crowd);
  const refused = settled.filter((each) => each.status === "rejected");
  expect(refused.map(({ reason }) => reason.code)).toEqual(Array(9).fill("rate_limited"));
  expect(refused[0]?.reason.message).toMatch(/Too many people sign in now/);
});

test("afterwards hashes are made and compared as ever", { timeout: 60_000 }, async () => {
  const hash = await hashPassword("a long password");
  expect(await passwordMatches(hash, "a long password")).toBe(true);
  expect(await passwordMatches(hash, "another")).toBe(false);
  expect(await passwordMatches(undefined, "a long password")).toBe(false);
});
