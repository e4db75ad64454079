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

const ULID = "01HF7YAT3VJZT353BRWPSWVMM2";
const person = { type: "person", identifiers: { id: "u-1" } };
const properties = (event_properties: object) => ({ payload: { event_properties } as never });

describe("Send Events", () => {
  const bought = makeTrackEvent({
    eventType: "Purchase",
    ...properties({ price: 9.5, items: ["a", { sku: 1 }], gift: false, note: null, secret: "no" }),
  });
  const destination = makeDestination({
    eventProperties: ["price", "items", "gift", "note", "none"],
  });

  test("an event becomes a v2 event operation with the selected properties, types kept", () => {
    expect(batchOperations(destination, bought)).toEqual([
      {
        ...person,
        action: "event",
        name: "Purchase",
        id: ULID,
        timestamp: 1_700_000_000,
        attributes: { price: 9.5, items: ["a", { sku: 1 }], gift: false, note: null },
      },
    ]);
  });

  test("the same event as a v1 call", () => {
    expect(singleCalls(destination, bought)).toEqual([
      {
        method: "POST",
        path: "/api/v1/customers/u-1/events",
        body: {
          type: "event",
          name: "Purchase",
          id: ULID,
          timestamp: 1_700_000_000,
          data: { price: 9.5, items: ["a", { sku: 1 }], gift: false, note: null },
        },
      },
    ]);
  });

  test("If you don't select any properties here, Amplitude doesn't send any", () => {
    const nothing = makeDestination();
    expect(batchOperations(nothing, bought)).toMatchObject([{ attributes: {} }]);
    expect(singleCalls(nothing, bought)).toMatchObject([{ body: { data: {} } }]);
  });

  test.each(["[Amplitude] Page Viewed", "[Amplitude] Screen Viewed", "session_start"])(
    "%s is sent as type event, mobile and webpage views included",
    (eventType) => {
      const event = makeTrackEvent({ eventType });
      expect(batchOperations(destination, event)).toMatchObject([
        { action: "event", name: eventType },
      ]);
      expect(singleCalls(destination, event)).toMatchObject([{ body: { type: "event" } }]);
    },
  );

  test("the time is the event's, in whole seconds, and never in the future", () => {
    const at = (timeMs: number) =>
      batchOperations(destination, makeTrackEvent({ timeMs, receivedMs: 1_700_000_005_999 }));
    expect(at(1_700_000_000_999)).toMatchObject([{ timestamp: 1_700_000_000 }]);
    expect(at(1_800_000_000_000)).toMatchObject([{ timestamp: 1_700_000_005 }]);
  });

  test("NaN and infinities are left out at any depth: as null they would delete", () => {
    const event = makeTrackEvent(
      properties({
        price: Number.NaN,
        items: [1, Number.POSITIVE_INFINITY, { a: Number.NaN, b: 2 }],
      }),
    );
    expect(batchOperations(destination, event)).toMatchObject([
      { attributes: { items: [1, { b: 2 }] } },
    ]);
    expect(JSON.stringify(batchOperations(destination, event))).not.toContain("null");
  });

  test("text of every kind arrives as it was", () => {
    const note = 'line\nbreak "quoted" \\ \u2028 \u{1F600} </script> \u0001';
    const event = makeTrackEvent({ eventType: 'Say "hi"', ...properties({ note }) });
    expect(batchOperations(destination, event)).toMatchObject([
      { name: 'Say "hi"', attributes: { note } },
    ]);
  });
});

describe("Create & Update Users", () => {
  const destination = makeDestination({
    userProperties: ["plan", "logins", "tags", "gone", "email"],
  });
  const changes = { plan: "pro", logins: 3, tags: ["a", "b"], gone: null, other: 1 };

  test("an Identify call updates the selected properties that it touched, types kept, null removes", () => {
    expect(batchOperations(destination, makeIdentify(changes))).toEqual([
      {
        ...person,
        action: "identify",
        timestamp: 1_700_000_005,
        attributes: { plan: "pro", logins: 3, tags: ["a", "b"], gone: null },
      },
    ]);
  });

  test("the same as a v1 call", () => {
    expect(singleCalls(destination, makeIdentify(changes))).toEqual([
      {
        method: "PUT",
        path: "/api/v1/customers/u-1",
        body: { plan: "pro", logins: 3, tags: ["a", "b"], gone: null, _timestamp: 1_700_000_005 },
      },
    ]);
  });

  test.each([
    ["nothing selected was touched", { other: 1 }],
    ["it changed nothing", null],
  ])("an identify without attributes creates the person when %s", (_, touched) => {
    expect(batchOperations(destination, makeIdentify(touched))).toMatchObject([{ attributes: {} }]);
    expect(singleCalls(destination, makeIdentify(touched))).toMatchObject([
      { body: { _timestamp: 1_700_000_005 } },
    ]);
  });

  test("an event that carries user properties updates nobody by default", () => {
    expect(
      batchOperations(destination, makeTrackEvent({ userChanges: { plan: "x" } })),
    ).toHaveLength(1);
  });

  describe("also when an event carries user properties", () => {
    const both = makeDestination({ usersOnEvents: true, userProperties: ["plan"] });
    const carrying = makeTrackEvent({ userChanges: { plan: "pro" } });

    test("the identify goes before the event it arrived with", () => {
      expect(batchOperations(both, carrying)).toMatchObject([
        { action: "identify", attributes: { plan: "pro" } },
        { action: "event" },
      ]);
    });

    test("the identify goes alone when the event is not selected", () => {
      const none = makeDestination({
        usersOnEvents: true,
        userProperties: ["plan"],
        eventRows: [],
      });
      expect(batchOperations(none, carrying)).toMatchObject([{ action: "identify" }]);
    });

    test("an event without user properties is only an event", () => {
      expect(batchOperations(both, makeTrackEvent())).toMatchObject([{ action: "event" }]);
    });
  });

  test.each(["cio_id", "_update", "_timestamp", "_created_in_customerio_at", "cio_relationships"])(
    "%s belongs to Customer.io and is never sent, even if it was selected",
    (name) => {
      const reserved = makeDestination({ userProperties: [name, "plan"] });
      const event = makeIdentify({ [name]: 1, plan: "pro" });
      expect(batchOperations(reserved, event)).toMatchObject([{ attributes: { plan: "pro" } }]);
      expect(singleCalls(reserved, event)).toMatchObject([
        { body: { plan: "pro", _timestamp: 1_700_000_005 } },
      ]);
      expect(JSON.stringify(batchOperations(reserved, event))).not.toContain(`"${name}":1`);
    },
  );
});

describe("what is not sent", () => {
  const filtered = (reason: string): Prepared => ({ kind: "filtered", reason }) as Prepared;

  test.each([
    ["Send Events is off", makeDestination({ sendEvents: false }), makeTrackEvent(), "events_off"],
    [
      "no event is selected",
      makeDestination({ eventRows: [] }),
      makeTrackEvent(),
      "no_events_selected",
    ],
    [
      "no row matches",
      makeDestination({ eventRows: [{ event: "Other" }] }),
      makeTrackEvent(),
      "no_row_matches",
    ],
    [
      "Create & Update Users is off",
      makeDestination({ sendUsers: false }),
      makeIdentify({}),
      "users_off",
    ],
    [
      "it is about a group",
      makeDestination(),
      makeTrackEvent({ kind: "group_identify", eventType: "$groupidentify" }),
      "group_identify",
    ],
  ])("filtered when %s", (_, destination, event, reason) => {
    expect(destination.prepare(event)).toEqual({ ...filtered(reason), failed: null });
  });

  test("Identify is not subject to the event filter", () => {
    const destination = makeDestination({ eventRows: [{ event: "Other" }], sendEvents: false });
    expect(destination.prepare(makeIdentify(null)).kind).toBe("ready");
  });
});

describe("one request per event", () => {
  test("every operation goes alone", () => {
    const destination = makeDestination({ usersOnEvents: true }, { delivery_mode: "single" });
    const { operations } = ready(destination.prepare(makeTrackEvent({ userChanges: {} })));
    expect(operations.map(({ kind, alone }) => [kind, alone])).toEqual([
      ["identify", true],
      ["event", true],
    ]);
  });
});

describe("batch", () => {
  test("the body is the measured operations between brackets, and its size is exact", () => {
    const destination = makeDestination({ eventProperties: ["note"] });
    const operations = ["a", "\u{1F600}é", "c"].flatMap((note) =>
      ready(destination.prepare(makeTrackEvent(properties({ note })))).operations.map(
        (operation) => ({ item: note, operation }),
      ),
    );
    const request = destination.batch(operations);
    expect(request).toMatchObject({ method: "POST", path: "/api/v2/batch" });
    expect(request.bytes).toBe(Buffer.byteLength(request.body));
    expect(JSON.parse(request.body)).toEqual({
      batch: operations.map(({ operation }) => JSON.parse(operation.json)),
    });
    expect(request.operations).toEqual(operations);
    const { batchOverheadBytes, separatorBytes } = destination.limits;
    const sum = operations.reduce((total, { operation }) => total + operation.bytes, 0);
    expect(request.bytes).toBe(batchOverheadBytes + sum + 2 * separatorBytes);
  });
});
