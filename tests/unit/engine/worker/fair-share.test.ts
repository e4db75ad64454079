import { expect, test } from "vitest";
import { FairShare } from "@/lib/engine/worker/fair-share";

test("what nobody claims for 10 s is taken by counting one worker less, and then another", () => {
  const share = new FairShare();
  expect(share.among(3)).toBe(3);
  share.afterClaim(true, 1_000);
  share.afterClaim(true, 10_999);
  expect(share.among(3)).toBe(3);
  share.afterClaim(true, 11_000);
  expect(share.among(3)).toBe(2);
  share.afterClaim(true, 12_000);
  share.afterClaim(true, 22_000);
  share.afterClaim(true, 30_000);
  share.afterClaim(true, 40_000);
  expect(share.among(3)).toBe(1);
});

test("free now and then is not unclaimed", () => {
  const share = new FairShare();
  share.among(2);
  share.afterClaim(true, 0);
  share.afterClaim(false, 9_000);
  share.afterClaim(true, 18_000);
  share.afterClaim(true, 27_000);
  expect(share.among(2)).toBe(2);
});

test("workers that come or go are all counted again", () => {
  const share = new FairShare();
  share.among(2);
  share.afterClaim(true, 0);
  share.afterClaim(true, 10_000);
  expect(share.among(2)).toBe(1);
  expect(share.among(3)).toBe(3);
  expect(share.among(2)).toBe(2);
});
