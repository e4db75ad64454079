import { describe, expect, test } from "vitest";
import { eventId, eventKey } from "@/lib/engine/connectors/customerio/event-id";
import { makeTrackEvent } from "./make-destination";

describe("the ULID of an event", () => {
  test.each([
    [1_700_000_000_123, "42\ndev-1\nabc-001", "01HF7YAT3VJZT353BRWPSWVMM2"],
    [0, "x", "0000000000RNMZFJWFQJJ0GX5P"],
  ])("golden: time %d, key %j", (timeMs, key, expected) => {
    expect(eventId(timeMs, key)).toBe(expected);
  });

  test.each([
    [-5, "0000000000"],
    [Number.NaN, "0000000000"],
    [2 ** 60, "7ZZZZZZZZZ"],
    [2 ** 48 - 1, "7ZZZZZZZZZ"],
    [1_700_000_000_123.9, "01HF7YAT3V"],
  ])("time %d is clamped to 48 bits", (timeMs, head) => {
    expect(eventId(timeMs, "x").slice(0, 10)).toBe(head);
  });

  test("the key is project, device and insert_id", () => {
    expect(eventKey(makeTrackEvent())).toBe("42\ndev-1\nabc-001");
  });

  test("without device the user, without insert_id the server's uuid", () => {
    expect(eventKey(makeTrackEvent({ deviceId: null }))).toBe("42\n\nu-1\nabc-001");
    const event = makeTrackEvent({ insertId: null });
    expect(eventKey(event)).toBe(`42\n${event.uuid}`);
  });

  test("two users without device, and a device called like one of them, are three senders", () => {
    const keys = [
      makeTrackEvent({ deviceId: null, userId: "ann-0001" }),
      makeTrackEvent({ deviceId: null, userId: "bob-0001" }),
      makeTrackEvent({ deviceId: "ann-0001" }),
    ].map(eventKey);
    expect(new Set(keys).size).toBe(3);
  });

  test("what a sync maps or selects does not change it: it is a function of the event alone", () => {
    const event = makeTrackEvent();
    const later = { ...event, userProperties: { plan: "x" }, receivedMs: event.receivedMs + 9_999 };
    expect(eventKey(later)).toBe(eventKey(event));
  });
});
