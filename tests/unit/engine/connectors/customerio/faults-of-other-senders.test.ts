import { describe, expect, test } from "vitest";
import { classify } from "@/lib/engine/connectors/customerio/response";
import { packItems } from "@/lib/engine/pipeline/deliver/pack";
import type { Event } from "@/lib/engine/pipeline/source/event";
import {
  batchOperations,
  makeDestination,
  makeIdentify,
  makeTrackEvent,
  ready,
  singleCalls,
} from "./make-destination";

// What has gone wrong in other senders to Customer.io, and does not here.

const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;
const withData = (event_properties: unknown, part: Partial<Event> = {}) =>
  makeTrackEvent({ payload: { event_properties } as Event["payload"], ...part });

describe("faults of other senders", () => {
  test("a 207 is not taken for success", () => {
    const body = JSON.stringify({ errors: [{ batch_index: 0, message: "x" }] });
    const answer = { status: 207, body, bodyState: "complete", retryAfter: null } as const;
    expect(classify(answer, { batch: true, operations: 2 }, 0)).toMatchObject({
      operations: [{ kind: "refused" }, { kind: "accepted" }],
    });
  });

  test("timestamps are whole seconds, never fractions, text or milliseconds", () => {
    const event = makeTrackEvent({ timeMs: 1_700_000_000_999.7, userChanges: {} });
    const destination = makeDestination({ usersOnEvents: true });
    for (const operation of batchOperations(destination, event)) {
      const { timestamp } = operation as { timestamp: unknown };
      expect(Number.isInteger(timestamp)).toBe(true);
      expect(timestamp).toBeLessThan(10_000_000_000);
    }
  });

  test("an unparseable created_at is not forwarded as text", () => {
    const destination = makeDestination({ userProperties: ["created_at"] });
    expect(
      JSON.stringify(batchOperations(destination, makeIdentify({ created_at: "soon" }))),
    ).not.toContain("soon");
  });

  test("a sign-up date is not moved by later events", () => {
    const destination = makeDestination({ usersOnEvents: true, userProperties: ["created_at"] });
    const event = makeTrackEvent({
      userChanges: { plan: "pro" },
      userProperties: { created_at: 1 },
    });
    expect(JSON.stringify(batchOperations(destination, event))).not.toContain("created_at");
  });

  test("a late identify carries the time of receipt: dated by the event it would silently change nothing", () => {
    const late = makeIdentify({ plan: "pro" }, { timeMs: 1_500_000_000_000 });
    const destination = makeDestination({ userProperties: ["plan"] });
    expect(batchOperations(destination, late)).toMatchObject([{ timestamp: 1_700_000_005 }]);
    expect(singleCalls(destination, late)).toMatchObject([{ body: { _timestamp: 1_700_000_005 } }]);
  });

  test("a URL of 110 bytes as event name is not sent to be refused", () => {
    const eventType = `https://example.com/${"p".repeat(90)}`;
    expect(makeDestination().prepare(makeTrackEvent({ eventType }))).toMatchObject({
      reason: "event_name_too_long",
    });
  });

  test("an attribute too long in bytes though not in characters does not refuse the others", () => {
    const destination = makeDestination({ userProperties: ["bio", "plan"] });
    const event = makeIdentify({ bio: "\u4e2d".repeat(400), plan: "pro" });
    expect(batchOperations(destination, event)).toMatchObject([{ attributes: { plan: "pro" } }]);
    expect(JSON.stringify(batchOperations(destination, event))).not.toContain("bio");
  });

  test("a slash in an id does not change the path", () => {
    expect(singleCalls(makeDestination(), makeTrackEvent({ userId: "a/../b" }))).toMatchObject([
      { path: "/api/v1/customers/a%2F..%2Fb/events" },
    ]);
  });

  test("the event id is the event's and not the person's: two events of a person have two", () => {
    const ids = ["i-1", "i-2"].map(
      (insertId) =>
        (batchOperations(makeDestination(), makeTrackEvent({ insertId }))[0] as { id: string }).id,
    );
    expect(new Set(ids).size).toBe(2);
  });

  test("every event has a ULID to recognise it by, in both APIs, with and without insert_id", () => {
    for (const insertId of ["i-1", null]) {
      const event = makeTrackEvent({ insertId });
      const id = expect.stringMatching(ULID);
      expect(batchOperations(makeDestination(), event)).toMatchObject([{ id }]);
      expect(singleCalls(makeDestination(), event)).toMatchObject([{ body: { id } }]);
    }
  });

  test("numeric ids and the id 0 are ids", () => {
    const destination = makeDestination({ identifier: "gp:n" });
    for (const n of [0, 7]) {
      const event = makeTrackEvent({ userProperties: { n } });
      expect(batchOperations(destination, event)).toMatchObject([
        { identifiers: { id: String(n) } },
      ]);
    }
  });

  test("null, missing and misshapen properties crash nothing, and data is always an object", () => {
    const destination = makeDestination({ eventProperties: ["a", "0", "length"] });
    for (const bag of [null, undefined, "text", 7, ["x"], { a: null }, { a: undefined }]) {
      const [operation] = ready(destination.prepare(withData(bag))).operations;
      expect(JSON.parse(operation.json).attributes).toEqual(
        bag !== null && typeof bag === "object" && "a" in bag && bag.a === null ? { a: null } : {},
      );
      expect(JSON.parse(operation.single.body).data).toBeTypeOf("object");
    }
  });

  test("a page view without a name is not sent", () => {
    expect(makeDestination().prepare(makeTrackEvent({ eventType: "" }))).toMatchObject({
      reason: "event_name_blank",
    });
  });

  test("a batch counts every operation that is in it, the first one too", () => {
    const destination = makeDestination({ eventProperties: ["note"] });
    const items = Array.from({ length: 100 }, (_, index) => {
      const event = withData(
        { note: "x".repeat(30_000) },
        { personId: index as Event["personId"] },
      );
      return { event, prepared: ready(destination.prepare(event)) };
    });
    const requests = packItems(items, destination).flat();
    for (const { body, bytes } of requests) {
      expect(bytes).toBe(Buffer.byteLength(body));
      expect(bytes).toBeLessThanOrEqual(490_000);
    }
    expect(requests.flatMap(({ operations }) => operations)).toHaveLength(100);
    expect(requests).toHaveLength(7);
  });

  test("dots in a property's name nest nothing", () => {
    const destination = makeDestination({ eventProperties: ["a.b.c"], userProperties: ["a.b.c"] });
    const attributes = { "a.b.c": 1 };
    expect(batchOperations(destination, withData(attributes))).toMatchObject([{ attributes }]);
    expect(batchOperations(destination, makeIdentify(attributes))).toMatchObject([{ attributes }]);
  });

  test("properties of a person are on top of the v1 body and those of an event in data, type beside it", () => {
    const destination = makeDestination({ eventProperties: ["a"], userProperties: ["a"] });
    expect(singleCalls(destination, makeIdentify({ a: 1 }))).toMatchObject([{ body: { a: 1 } }]);
    expect(singleCalls(destination, withData({ a: 1 }))).toMatchObject([
      { body: { type: "event", data: { a: 1 } } },
    ]);
  });

  test("NaN and infinity delete no attribute", () => {
    const destination = makeDestination({ userProperties: ["n", "list"] });
    const event = makeIdentify({ n: Number.NaN, list: [1, Number.NEGATIVE_INFINITY] });
    expect(batchOperations(destination, event)).toMatchObject([{ attributes: { list: [1] } }]);
    expect(JSON.stringify(batchOperations(destination, event))).not.toContain("null");
  });

  test("a cio_ identifier does not rename the person", () => {
    const event = makeIdentify({}, { userId: "cio_03000002" });
    const [call] = singleCalls(makeDestination(), event) as [{ path: string; body: object }];
    expect(call.path).toBe("/api/v1/customers/cio_03000002");
    expect(Object.keys(call.body)).toEqual(["_timestamp"]);
  });
});
