import { describe, expect, test } from "vitest";
import { mapIdentifier } from "@/lib/engine/pipeline/transform/map-identifier";
import {
  BUILT_IN_PROPERTIES,
  isKnownProperty,
  propertyReader,
} from "@/lib/engine/pipeline/transform/properties";
import {
  compileSelection,
  selectProperties,
} from "@/lib/engine/pipeline/transform/select-properties";
import type { Json } from "@/lib/kernel/json";
import { parseJson } from "@/lib/kernel/parse-json";
import { makeEvent } from "@/tests/support/make-event";

describe("property references", () => {
  const event = makeEvent({
    eventType: "Purchase",
    userId: "u-1",
    deviceId: "d-1",
    insertId: "i-1",
    payload: {
      platform: "iOS",
      app_version: "1.2",
      os_name: "ios",
      device_model: "iPhone",
      dma: "Bay",
      event_properties: { price: 5, "a.b": 1, user_id: "wrong" },
    },
    userProperties: { plan: "pro", platform: "wrong" },
  });

  test.each<[string, Json | undefined]>([
    ["ep:price", 5],
    ["ep:a.b", 1],
    ["ep:plan", undefined],
    ["ep:constructor", undefined],
    ["ep:__proto__", undefined],
    ["gp:plan", "pro"],
    ["gp:toString", undefined],
    ["user_id", "u-1"],
    ["device_id", "d-1"],
    ["insert_id", "i-1"],
    ["event_type", "Purchase"],
    ["platform", "iOS"],
    ["version", "1.2"],
    ["app_version", "1.2"],
    ["os", "ios"],
    ["device", "iPhone"],
    ["device_type", "iPhone"],
    ["DMA", "Bay"],
    ["country", undefined],
    ["event_properties", undefined],
    ["plan", undefined],
  ])("%s is %j", (ref, expected) => {
    expect(propertyReader(ref)(event)).toEqual(expected);
  });

  test("an event without event_properties has none", () => {
    expect(propertyReader("ep:price")(makeEvent())).toBeUndefined();
    expect(
      propertyReader("ep:price")(makeEvent({ payload: { event_properties: "x" } })),
    ).toBeUndefined();
  });

  test("every built-in and alias is known and named once; misspellings are not known", () => {
    const names = BUILT_IN_PROPERTIES.flatMap(({ name, aliases }) => [name, ...aliases]);
    expect(names.every(isKnownProperty)).toBe(true);
    expect(BUILT_IN_PROPERTIES.every(({ label }) => label !== "")).toBe(true);
    expect(["plan", "ep:", "gp:", "xp:plan"].filter(isKnownProperty)).toEqual([]);
  });
});

describe("property selection", () => {
  const names = (bag: Record<string, Json>, ...selected: string[]) =>
    selectProperties(bag, compileSelection(selected)).map(({ name }) => name);

  test("nothing selected selects nothing", () => {
    expect(names({ a: 1 })).toEqual([]);
  });

  test("only selected properties that are there, null included", () => {
    expect(names({ a: 1, b: null, c: "" }, "b", "c", "d")).toEqual(["b", "c"]);
  });

  test("names of object prototypes are ordinary names", () => {
    expect(names({ a: 1 }, "constructor", "__proto__")).toEqual([]);
    const bag: Record<string, Json> = JSON.parse('{"__proto__": 1, "constructor": 2}');
    expect(names(bag, "constructor", "__proto__")).toEqual(["__proto__", "constructor"]);
  });
});

describe("identifier value", () => {
  test.each<[Json | undefined, string]>([
    ["ann", "ann"],
    [" 2 ", " 2 "],
    ["a/b+c@d", "a/b+c@d"],
    [0, "0"],
    [-0, "0"],
    [42, "42"],
    [1.5, "1.5"],
    [1e21, "1000000000000000000000"],
    [1.5e-7, "0.00000015"],
    [-1.25e22, "-12500000000000000000000"],
    [9007199254740991, "9007199254740991"],
  ])("%j is sent as %j", (value, expected) => {
    expect(mapIdentifier(value)).toEqual({ ok: true, value: expected });
  });

  test.each([
    "9007199254740992",
    "9007199254740993",
    "18446744073709551615",
    "0.1234567890123456789",
  ])("the number %s is sent with its digits", (digits) => {
    expect(mapIdentifier(parseJson(digits))).toEqual({ ok: true, value: digits });
  });

  test.each([undefined, null, "", "  \t"])("%j is missing", (value) => {
    expect(mapIdentifier(value)).toEqual({ ok: false, error: "missing_identifier" });
  });

  test.each<[string, Json]>([
    ["a boolean", true],
    ["a list", ["a"]],
    ["an object", { id: "a" }],
    ["infinity", Number.POSITIVE_INFINITY],
    ["NaN", Number.NaN],
    ["half a character", "a\ud800"],
  ])("%s is invalid", (_, value) => {
    expect(mapIdentifier(value)).toEqual({ ok: false, error: "invalid_identifier" });
  });

  test("a decimal reads back as the same number", () => {
    for (const value of [Number.MAX_VALUE, Number.MIN_VALUE, 1e100, 123456789e30, 5e-324]) {
      const mapped = mapIdentifier(value);
      const text = mapped.ok ? mapped.value : "";
      expect(text).toMatch(/^\d+(\.\d+)?$/);
      expect(Number(text)).toBe(value);
    }
  });
});

test("a purchase is found where the SDKs put it too, and as Amplitude reckons it", () => {
  const payload = {
    price: 2,
    revenue: 5,
    event_properties: { $price: 3, $revenue: 9, $productId: "p" },
  };
  const event = makeEvent({ payload });
  const read = (name: string) => propertyReader(name)(event);
  expect(["price", "revenue", "productId", "quantity"].map(read)).toEqual([3, 9, "p", undefined]);
  expect(propertyReader("revenue")(makeEvent({ payload: { revenue: 5 } }))).toBe(5);
});
