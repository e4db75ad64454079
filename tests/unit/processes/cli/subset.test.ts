import { expect, test } from "vitest";
import { differences } from "@/lib/processes/cli/subset";

test("what is not named is not compared", () => {
  expect(differences({ status: "to_be_sent" }, { status: "to_be_sent", row: "A" })).toEqual([]);
  expect(differences([{ path: "/x" }], [{ path: "/x", bytes: 7 }])).toEqual([]);
});

test("a difference says where, what was expected and what came", () => {
  const actual = {
    fate: { row: "A" },
    requests: [{ body: { name: "Purchase", data: { price: 3 } } }],
  };
  const expected = { fate: { row: "B" }, requests: [{ body: { data: { price: 4 } } }] };
  expect(differences(expected, actual)).toEqual([
    { path: "fate.row", expected: "B", actual: "A" },
    { path: "requests[0].body.data.price", expected: 4, actual: 3 },
  ]);
});

test("a list is as long as expected", () => {
  expect(differences({ requests: [] }, { requests: [{}] })).toEqual([
    { path: "requests", expected: [], actual: [{}] },
  ]);
  expect(differences([1], [1, 2])).toEqual([{ path: "", expected: [1], actual: [1, 2] }]);
});

test("an object is no list, and null is no object", () => {
  expect(differences({ a: 1 }, null)).toHaveLength(1);
  expect(differences({ 0: 1 }, [1])).toHaveLength(1);
  expect(differences(null, undefined)).toHaveLength(1);
});
