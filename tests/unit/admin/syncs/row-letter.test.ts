import { expect, test } from "vitest";
import { rowLetter } from "@/lib/admin/syncs/row-letter";

test("rows are lettered as the columns of a sheet, each once", () => {
  expect([0, 1, 25, 26, 27, 51, 52, 701, 702].map(rowLetter)).toEqual([
    "A",
    "B",
    "Z",
    "AA",
    "AB",
    "AZ",
    "BA",
    "ZZ",
    "AAA",
  ]);
  expect(new Set(Array.from({ length: 1_000 }, (_, index) => rowLetter(index))).size).toBe(1_000);
});
