import { describe, expect, test } from "vitest";
import { customerio } from "@/lib/engine/connectors/customerio/connector";
import {
  batchOperations,
  makeDestination,
  makeIdentify,
  makeTrackEvent,
  ready,
  singleCalls,
} from "./make-destination";

const ULID = "01HF7YAT3VJZT353BRWPSWVMM2";
const ANONYMOUS = { without_identifier: "anonymous" };
const nobodys = makeTrackEvent({ userId: null, payload: { event_properties: { n: 1 } } });

test("an event without identifier is discarded, unless the sync says otherwise", () => {
  expect(makeDestination().prepare(nobodys)).toMatchObject({
    kind: "discarded",
    reason: "missing_identifier",
  });
});

describe("as an anonymous event", () => {
  const destination = makeDestination(
    { eventProperties: ["n"], userProperties: ["plan"], usersOnEvents: true },
    ANONYMOUS,
  );

  test("it goes alone to the path that is documented for it, under the same id, with the device", () => {
    const { identifier, operations } = ready(destination.prepare(nobodys));
    expect(identifier).toEqual({ kind: "anonymous_id", value: "dev-1" });
    expect(operations.map(({ alone }) => alone)).toEqual([true]);
    expect(singleCalls(destination, nobodys)).toEqual([
      {
        method: "POST",
        path: "/api/v1/events",
        body: {
          type: "event",
          anonymous_id: "dev-1",
          name: nobodys.eventType,
          id: ULID,
          timestamp: 1_700_000_000,
          data: { n: 1 },
        },
      },
    ]);
  });

  test("what it changes of the user is left out, and said", () => {
    const changed = { ...nobodys, userChanges: { plan: "pro" } };
    expect(ready(destination.prepare(changed))).toMatchObject({
      operations: [{ kind: "event" }],
      warnings: ['User property "plan" left out: nobody is known yet'],
    });
  });

  test.each([
    ["a user update", makeIdentify({ plan: "pro" }, { userId: null }), "missing_identifier"],
    ["without a device", { ...nobodys, deviceId: null }, "missing_identifier"],
    [
      "of a device that is too long",
      { ...nobodys, deviceId: "d".repeat(151) },
      "identifier_too_long",
    ],
  ])("%s is discarded with the reason", (_, event, reason) => {
    expect(destination.prepare(event)).toMatchObject({ kind: "discarded", reason });
  });

  test("an identifier that is no identifier does not make it anonymous", () => {
    const mapped = makeDestination({ identifier: "gp:crm" }, ANONYMOUS);
    const event = { ...nobodys, userProperty: () => ({ no: "text" }) };
    expect(mapped.prepare(event)).toMatchObject({ reason: "invalid_identifier" });
  });
});

describe("who is known, while anonymous events are sent,", () => {
  const destination = makeDestination({}, ANONYMOUS);
  const joined = { anonymous_id: "dev-1" };

  test("is told to be the one on the device, before the event", () => {
    expect(batchOperations(destination, makeTrackEvent())).toMatchObject([
      { action: "identify", identifiers: { id: "u-1" }, attributes: joined },
      { action: "event", identifiers: { id: "u-1" } },
    ]);
  });

  test("in the update that is sent anyway; a selected property of that name wins", () => {
    const own = makeDestination({ userProperties: ["plan", "anonymous_id"] }, ANONYMOUS);
    expect(batchOperations(own, makeIdentify({ plan: "pro" }))).toMatchObject([
      { attributes: { plan: "pro", ...joined } },
    ]);
    expect(batchOperations(own, makeIdentify({ anonymous_id: "theirs" }))).toMatchObject([
      { attributes: { anonymous_id: "theirs" } },
    ]);
  });

  test("only when there is a device", () => {
    expect(batchOperations(destination, makeTrackEvent({ deviceId: null }))).toHaveLength(1);
    expect(batchOperations(makeDestination(), makeTrackEvent())).toHaveLength(1);
  });
});

test("what an event would go out as is told of the event, and of a value alone it is nobody", () => {
  const identify = customerio.identify(ANONYMOUS);
  expect(identify(undefined, nobodys)).toMatchObject({ value: { kind: "anonymous_id" } });
  expect(identify("u-1", nobodys)).toMatchObject({ value: { kind: "id", value: "u-1" } });
  expect(identify(undefined)).toMatchObject({ error: { reason: "missing_identifier" } });
  expect(customerio.identify({})(undefined, nobodys)).toMatchObject({ ok: false });
});
