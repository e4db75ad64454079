import { expect, test } from "vitest";
import {
  toGroupIdentifyEvent,
  toIdentifyEvent,
} from "@/lib/engine/pipeline/source/parse-identification";
import { toNumber } from "@/lib/kernel/exact-number";

test("an identification is the $identify event that says the same", () => {
  expect(toIdentifyEvent({ user_id: "user-1", event_type: "mine" })).toEqual({
    user_id: "user-1",
    event_type: "$identify",
  });
});

test("a group identification is the $groupidentify event that the SDKs send", () => {
  const sent = { group_type: "org", group_value: "acme", group_properties: { $set: { a: 1 } } };
  expect(toGroupIdentifyEvent(sent)).toEqual({
    event_type: "$groupidentify",
    groups: { org: "acme" },
    group_properties: { $set: { a: 1 } },
  });
});

test("numbers are group types and values by their digits", () => {
  expect(
    toGroupIdentifyEvent({ group_type: 1, group_value: toNumber("9007199254740993") }),
  ).toEqual({
    event_type: "$groupidentify",
    groups: { 1: "9007199254740993" },
  });
});

test("a group type named __proto__ is data", () => {
  const event = toGroupIdentifyEvent({ group_type: "__proto__", group_value: "acme" });
  if (typeof event === "string") throw new Error(event);
  expect(JSON.stringify(event["groups"])).toBe('{"__proto__":"acme"}');
});

test.each([
  [{}, "group_type"],
  [{ group_type: "", group_value: "acme" }, "group_type"],
  [{ group_type: true, group_value: "acme" }, "group_type"],
  [{ group_type: "org" }, "group_value"],
  [{ group_type: "org", group_value: null }, "group_value"],
  [{ group_type: "org", group_value: ["acme"] }, "group_value"],
])("%j names no group", (identification, field) => {
  expect(toGroupIdentifyEvent(identification)).toBe(field);
});

test("1024 properties are taken, plain or under operators, 1025 are too many", () => {
  const properties = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`p${index}`, index]));
  const sent = (group_properties: object) =>
    toGroupIdentifyEvent(
      JSON.parse(JSON.stringify({ group_type: "org", group_value: 7, group_properties })),
    );
  expect(sent({ $set: properties(1000), $add: properties(24) })).toBeInstanceOf(Object);
  expect(sent({ $set: properties(1000), $add: properties(25) })).toBe("group_properties");
  expect(sent(properties(1025))).toBe("group_properties");
});
