import { describe, expect, test } from "vitest";
import type { Prepared } from "@/lib/engine/pipeline/ports";
import {
  batchOperations,
  makeDestination,
  makeIdentify,
  makeTrackEvent,
  ready,
  singleCalls,
} from "./make-destination";

const discarded = (prepared: Prepared) =>
  prepared.kind === "discarded" ? prepared.reason : prepared.kind;
const withData = (note: string) => makeTrackEvent({ payload: { event_properties: { note } } });

describe("Maximum length of Customer ID: 150 bytes", () => {
  const destination = makeDestination();

  test.each([
    ["150 letters", "a".repeat(150), "ready"],
    ["151 letters", "a".repeat(151), "identifier_too_long"],
    ["75 two-byte letters", "é".repeat(75), "ready"],
    ["76 two-byte letters", "é".repeat(76), "identifier_too_long"],
  ])("%s", (_, userId, expected) => {
    expect(discarded(destination.prepare(makeTrackEvent({ userId })))).toBe(expected);
  });

  test("no identifier discards the event and says so", () => {
    expect(destination.prepare(makeTrackEvent({ userId: null }))).toEqual({
      kind: "discarded",
      reason: "missing_identifier",
      message: expect.stringContaining("Customer.io User Identifier"),
      identifier: null,
    });
  });
});

describe("event name", () => {
  const destination = makeDestination();

  test.each([
    ["100 letters", "n".repeat(100), "ready"],
    ["101 letters", "n".repeat(101), "event_name_too_long"],
    ["51 two-byte letters", "é".repeat(51), "event_name_too_long"],
    ["blanks", "  ", "event_name_blank"],
  ])("%s", (_, eventType, expected) => {
    expect(discarded(destination.prepare(makeTrackEvent({ eventType })))).toBe(expected);
  });

  test("the person is still named in the log", () => {
    expect(destination.prepare(makeTrackEvent({ eventType: " " }))).toMatchObject({
      identifier: { kind: "id", value: "u-1" },
    });
  });
});

describe("Maximum size of event data: 100K bytes", () => {
  const destination = makeDestination({ eventProperties: ["note"] });
  // {"note":"…"} has 11 bytes besides the text.
  const largest = 100_000 - 11;

  test("exactly 100,000 bytes are sent, one more is discarded", () => {
    expect(discarded(destination.prepare(withData("a".repeat(largest))))).toBe("ready");
    expect(discarded(destination.prepare(withData("a".repeat(largest + 1))))).toBe(
      "event_data_too_large",
    );
  });

  test("bytes count, not characters", () => {
    expect(discarded(destination.prepare(withData("é".repeat(50_000))))).toBe(
      "event_data_too_large",
    );
    expect(discarded(destination.prepare(withData("\u{1F600}".repeat(25_000))))).toBe(
      "event_data_too_large",
    );
  });

  test("only what is selected counts", () => {
    expect(discarded(makeDestination().prepare(withData("a".repeat(200_000))))).toBe("ready");
  });
});

describe("an operation over 32,000 bytes goes alone through v1", () => {
  const destination = makeDestination({ eventProperties: ["note"] });
  const operationFor = (length: number) =>
    ready(destination.prepare(withData("a".repeat(length)))).operations[0];

  test("32,000 bytes fit into a batch, 32,001 do not", () => {
    const length = 32_000 - operationFor(0).bytes;
    expect(operationFor(length)).toMatchObject({ bytes: 32_000, alone: false });
    expect(operationFor(length + 1)).toMatchObject({ bytes: 32_001, alone: true });
  });

  test("an event of 100,000 bytes has its v1 call", () => {
    const event = withData("a".repeat(90_000));
    expect(singleCalls(destination, event)).toMatchObject([
      {
        method: "POST",
        path: "/api/v1/customers/u-1/events",
        body: { data: event.payload["event_properties"] },
      },
    ]);
  });

  test.each([".", ".."])("the id %s fits into a batch but never into a path", (userId) => {
    const small = { ...withData("a"), userId };
    const large = { ...withData("a".repeat(40_000)), userId };
    expect(batchOperations(destination, small)).toMatchObject([{ identifiers: { id: userId } }]);
    expect(discarded(destination.prepare(large))).toBe("invalid_identifier");
    const single = makeDestination({}, { delivery_mode: "single" });
    expect(discarded(single.prepare(small))).toBe("invalid_identifier");
  });
});

describe("one bad attribute is left out and said, the rest is sent", () => {
  const long = "n".repeat(151);
  const destination = makeDestination({
    userProperties: ["bio", "plan", "list", "num", "created_at", long],
  });

  test.each([
    ["1,001 bytes", { bio: "b".repeat(1_001) }, /"bio".*1001 bytes/],
    ["501 two-byte letters", { bio: "é".repeat(501) }, /"bio".*1002 bytes/],
    ["a list over 1,000 bytes", { list: ["l".repeat(1_000)] }, /"list".*1004 bytes/],
    ["a name over 150 bytes", { [long]: 1 }, /its name has 151 bytes/],
    ["infinity", { num: Number.POSITIVE_INFINITY }, /"num".*finite/],
    ["a created_at that is no date", { created_at: "soon" }, /"created_at".*not a date/],
  ])("%s", (_, changes, warning) => {
    const event = makeIdentify({ ...changes, plan: "pro" });
    expect(batchOperations(destination, event)).toMatchObject([{ attributes: { plan: "pro" } }]);
    expect(
      Object.keys((batchOperations(destination, event)[0] as { attributes: object }).attributes),
    ).toEqual(["plan"]);
    const { warnings } = ready(destination.prepare(event));
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(warning);
  });

  test("exactly 1,000 bytes and a name of 150 bytes are sent without a warning", () => {
    const name = "n".repeat(150);
    const exact = makeDestination({ userProperties: ["bio", name] });
    const prepared = ready(exact.prepare(makeIdentify({ bio: "b".repeat(1_000), [name]: 1 })));
    expect(prepared.warnings).toEqual([]);
    expect(JSON.parse(prepared.operations[0].json).attributes).toEqual({
      bio: "b".repeat(1_000),
      [name]: 1,
    });
  });
});

describe("created_at becomes unix seconds", () => {
  const destination = makeDestination({ userProperties: ["created_at"] });
  const sent = (created_at: string | number | null) =>
    batchOperations(destination, makeIdentify({ created_at }));

  test.each<[string | number | null, number | null]>([
    [1_614_034_983, 1_614_034_983],
    [1_614_034_983_999, 1_614_034_983],
    [1_614_034_983_999_000, 1_614_034_983],
    ["1614034983", 1_614_034_983],
    ["1614034983999", 1_614_034_983],
    [1_614_034_983.9, 1_614_034_983],
    ["2021-02-22T23:03:03Z", 1_614_034_983],
    ["2021-02-22T23:03:03.999Z", 1_614_034_983],
    ["2021-02-23T00:03:03+01:00", 1_614_034_983],
    ["2021-02-22T23:03:03-0000", 1_614_034_983],
    ["2021-02-22 23:03:03.123456", 1_614_034_983],
    ["2021-02-22 23:03:03 UTC", 1_614_034_983],
    ["2021-02-22", 1_613_952_000],
    ["Mon, 22 Feb 2021 23:03:03 GMT", 1_614_034_983],
    ["Mon, 22 Feb 2021 18:03:03 -0500", 1_614_034_983],
    ["Mon Feb 22 2021 23:03:03 GMT+0000 (Coordinated Universal Time)", 1_614_034_983],
    ["Feb 22, 2021", 1_613_952_000],
    [0, 0],
    [null, null],
  ])("%j", (value, expected) => {
    expect(sent(value)).toMatchObject([{ attributes: { created_at: expected } }]);
  });

  test.each([
    "",
    "yesterday",
    "2021-02-31",
    "2021-13-01",
    "0000-00-00",
    "12/31/2021",
    "1e9",
    "foo 2021",
  ])("%j is left out", (value) => {
    expect(sent(value)).toMatchObject([{ attributes: {} }]);
    expect(JSON.stringify(sent(value))).not.toContain("created_at");
  });

  test("it is sent only when the person has it and it is selected: never the event's time", () => {
    expect(sent(null)).toMatchObject([{ attributes: { created_at: null } }]);
    expect(JSON.stringify(batchOperations(destination, makeIdentify({ plan: 1 })))).not.toContain(
      "created_at",
    );
  });

  test("as an event property it is left as it is", () => {
    const events = makeDestination({ eventProperties: ["created_at"] });
    const event = makeTrackEvent({ payload: { event_properties: { created_at: "2021-02-22" } } });
    expect(batchOperations(events, event)).toMatchObject([
      { attributes: { created_at: "2021-02-22" } },
    ]);
  });
});
