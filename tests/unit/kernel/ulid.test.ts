import fc from "fast-check";
import { expect, test } from "vitest";
import { encodeUlid, ulidTime } from "@/lib/kernel/ulid";

test("the time of a ULID is the one it was made of, in any case", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 48 - 1 }), (time) => {
      const ulid = encodeUlid(time, new Uint8Array(10));
      expect([ulidTime(ulid), ulidTime(ulid.toLowerCase())]).toEqual([time, time]);
    }),
  );
});

test("another text has none", () => {
  expect(["", "8ZZZZZZZZZ0000000000000000", "01ARZ3NDEKTSV4RRFFQ69G5FAU"].map(ulidTime)).toEqual([
    null,
    null,
    null,
  ]);
});
