import { expect, test } from "vitest";
import { toGroupIdentifyEvent, toIdentifyEvent } from "@/lib/pipeline/source/parse-identification";

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

test("a group type named __proto__ is data", () => {
  const event = toGroupIdentifyEvent({ group_type: "__proto__", group_value: "acme" });
  expect(JSON.stringify(event?.["groups"])).toBe('{"__proto__":"acme"}');
});

test.each([
  {},
  { group_type: "org" },
  { group_type: "", group_value: "acme" },
  { group_type: 1, group_value: "acme" },
  { group_type: "org", group_value: null },
  { group_type: "org", group_value: ["acme"] },
])("%j names no group", (identification) => {
  expect(toGroupIdentifyEvent(identification)).toBeNull();
});
