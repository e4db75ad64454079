import { describe, expect, test } from "vitest";
import { readEventType, readId, readInsertId } from "@/lib/engine/pipeline/source/identity";
import { toNumber } from "@/lib/kernel/exact-number";

const name = (text: string) => ({ kind: "name", name: text });
const INVALID = { kind: "invalid" };
const ABSENT = { kind: "absent" };

describe("user_id and device_id", () => {
  // Docs, HTTP V2: the list of invalid ids.
  test.each([
    "anonymous",
    "nil",
    "none",
    "null",
    "n/a",
    "na",
    "undefined",
    "unknown",
    "",
    '""',
    "00000000-0000-0000-0000-000000000000",
    "{}",
    "lmy47d",
    "0",
    "-1",
  ])("%j is refused, in capitals and with blanks too, whatever the minimum length", (id) => {
    expect(readId(id, 5)).toEqual(INVALID);
    expect(readId(id.toUpperCase(), 1)).toEqual(INVALID);
    expect(readId(` ${id} `, 1)).toEqual(INVALID);
  });

  test("a text that only contains a refused one is an id", () => {
    expect(readId("anonymous-7", 5)).toEqual(name("anonymous-7"));
  });

  test("the minimum length is 5 unless the request says otherwise", () => {
    expect(readId("abcd", 5)).toEqual({ kind: "too_short" });
    expect(readId("abcde", 5)).toEqual(name("abcde"));
    expect(readId("a", 1)).toEqual(name("a"));
    expect(readId("abcdefg", 8)).toEqual({ kind: "too_short" });
  });

  test("a number is its digits", () => {
    expect(readId(12345678, 5)).toEqual(name("12345678"));
    expect(readId(1e21, 5)).toEqual(name("1000000000000000000000"));
    expect(readId(toNumber("9007199254740993"), 5)).toEqual(name("9007199254740993"));
    expect(readId(1234, 5)).toEqual({ kind: "too_short" });
  });

  test.each([true, {}, [], Number.NaN, Infinity])("%j is no text", (id) => {
    expect(readId(id, 5)).toEqual(INVALID);
  });

  test.each([undefined, null])("%j is absent", (id) => {
    expect(readId(id, 5)).toEqual(ABSENT);
  });

  test.each(["user\0-1", "user-\ud800", "\udfff-user"])("%j cannot be a column", (id) => {
    expect(readId(id, 5)).toEqual(INVALID);
  });

  test("a long id is cut to 1024 characters, like every string", () => {
    expect(readId("x".repeat(2000), 5)).toEqual(name("x".repeat(1024)));
  });

  test("an id of more than 2,048 bytes cannot be indexed", () => {
    expect(readId("é".repeat(1024), 5)).toEqual(name("é".repeat(1024)));
    expect(readId(`${"é".repeat(1023)}語`, 5)).toEqual(INVALID);
    expect(readId("😀".repeat(512), 5)).toEqual(name("😀".repeat(512)));
  });
});

describe("event_type", () => {
  test.each([undefined, null, ""])("%j is missing", (type) => {
    expect(readEventType(type)).toEqual(ABSENT);
  });

  test("a number is its digits", () => {
    expect(readEventType(404)).toEqual(name("404"));
  });

  test.each([true, {}, "a\0b", "\ud800"])("%j is invalid", (type) => {
    expect(readEventType(type)).toEqual(INVALID);
  });

  test("names of one character, blanks and Amplitude's own names are fine", () => {
    for (const type of ["x", " ", "[Amplitude] Page Viewed", "constructor", "__proto__"])
      expect(readEventType(type)).toEqual(name(type));
  });
});

describe("insert_id", () => {
  test("is never cut: two long ones with one beginning are two events", () => {
    expect(readInsertId("x".repeat(2000))).toEqual(name("x".repeat(2000)));
  });

  test("may be absent, must be text without NUL or lone surrogates", () => {
    expect(readInsertId(undefined)).toEqual(ABSENT);
    expect(readInsertId("")).toEqual(ABSENT);
    expect(readInsertId(5)).toEqual(name("5"));
    for (const value of [true, {}, "a\0", "\ud800"]) expect(readInsertId(value)).toEqual(INVALID);
  });
});
