import { describe, expect, test } from "vitest";
import { plannerOf } from "@/lib/engine/pipeline/transform/plan";
import { identifierReader } from "@/lib/engine/pipeline/transform/read-identifier";
import { settingsSchema } from "@/lib/engine/pipeline/transform/settings";
import type { JsonObject } from "@/lib/kernel/json";
import { makeEvent } from "@/tests/support/make-event";

const settings = settingsSchema.parse({
  identifier: "gp:crm_id",
  fallbackIdentifiers: ["gp:email", "user_id"],
});

const eventOf = (userProperties: JsonObject, userId: string | null = "u-1") =>
  makeEvent({ userId, userProperties, userProperty: (name) => userProperties[name] });

describe("whom an event is of", () => {
  test.each([
    [{ crm_id: "c-1", email: "ann@example.com" }, "gp:crm_id", "c-1"],
    [{ email: "ann@example.com" }, "gp:email", "ann@example.com"],
    [{ crm_id: null, email: " " }, "user_id", "u-1"],
    [{ crm_id: 0, email: "ann@example.com" }, "gp:crm_id", 0],
  ])("%j is found in %s", (properties, property, value) => {
    expect(identifierReader(settings)(eventOf(properties))).toEqual({ property, value });
  });

  test("a value that can be no identifier is not passed over: the event would be somebody else's", () => {
    const crm_id = ["c-1"];
    expect(identifierReader(settings)(eventOf({ crm_id }))).toEqual({
      property: "gp:crm_id",
      value: crm_id,
    });
  });

  test("nobody, where none of them has a value", () => {
    expect(identifierReader(settings)(eventOf({}, null))).toEqual({
      property: "gp:crm_id",
      value: undefined,
    });
  });
});

test("what the fallbacks look at is loaded", () => {
  expect(plannerOf(settings).userPropertiesRead).toEqual(["crm_id", "email"]);
});

test.each([
  [["ep:price"], "Choose User ID"],
  [Array.from({ length: 6 }, (_, n) => `gp:p${n}`), "at most 5"],
])("fallbacks %j are refused", (fallbackIdentifiers, message) => {
  const { error } = settingsSchema.safeParse({ fallbackIdentifiers });
  expect(error?.issues[0]?.message).toContain(message);
});

test("the same fallback twice is one", () => {
  const { fallbackIdentifiers } = settingsSchema.parse({
    fallbackIdentifiers: ["gp:email", "gp:email"],
  });
  expect(fallbackIdentifiers).toEqual(["gp:email"]);
});
