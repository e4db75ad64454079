import { describe, expect, test } from "vitest";
import type { Json } from "@/lib/kernel/json";
import {
  batchOperations,
  makeDestination,
  makeIdentify,
  makeTrackEvent,
  singleCalls,
} from "./make-destination";

const identifiersOf = (value: string, identifier_type = "auto") =>
  batchOperations(makeDestination({}, { identifier_type }), makeTrackEvent({ userId: value }));

const pathOf = (value: string, identifier_type = "auto") =>
  singleCalls(makeDestination({}, { identifier_type }), makeIdentify(null, { userId: value }));

describe("If the field is in an email format, users are created and updated by their email", () => {
  test.each<[string, object]>([
    ["ann@example.com", { email: "ann@example.com" }],
    ["Ann.B+c@Example.co.uk", { email: "Ann.B+c@Example.co.uk" }],
    ["u-1", { id: "u-1" }],
    ["ann@localhost", { id: "ann@localhost" }],
    ["@example.com", { id: "@example.com" }],
    ["a b@example.com", { id: "a b@example.com" }],
    ["a@b@c.de", { id: "a@b@c.de" }],
    ["+491701234567", { id: "+491701234567" }],
    ["cio_03000002", { cio_id: "03000002" }],
    ["CIO_0300", { id: "CIO_0300" }],
    [" 2 ", { id: " 2 " }],
  ])("%j", (value, identifiers) => {
    expect(identifiersOf(value)).toMatchObject([{ identifiers }]);
    expect(
      Object.keys((identifiersOf(value)[0] as { identifiers: object }).identifiers),
    ).toHaveLength(1);
  });
});

describe("identifier type", () => {
  test.each<[string, string, object, string]>([
    ["id", "ann@example.com", { id: "ann@example.com" }, "ann%40example.com"],
    ["id", "cio_03", { id: "cio_03" }, "cio_03"],
    ["email", "ann", { email: "ann" }, "ann"],
    ["cio_id", "cio_03", { cio_id: "03" }, "cio_03"],
    ["cio_id", "03", { cio_id: "03" }, "cio_03"],
  ])("%s with %s", (type, value, identifiers, segment) => {
    expect(identifiersOf(value, type)).toMatchObject([{ identifiers }]);
    expect(pathOf(value, type)).toMatchObject([{ path: `/api/v1/customers/${segment}` }]);
  });

  test("a bare cio_ names nobody", () => {
    const destination = makeDestination();
    expect(destination.prepare(makeTrackEvent({ userId: "cio_" }))).toMatchObject({
      kind: "discarded",
      reason: "invalid_identifier",
    });
  });
});

describe("v1 paths encode the whole identifier", () => {
  test.each([
    ["a/b", "a%2Fb"],
    ["ann+x@example.com", "ann%2Bx%40example.com"],
    ["2 ", "2%20"],
    ["a?b#c", "a%3Fb%23c"],
    ["%2e%2e", "%252e%252e"],
    ["...", "..."],
    ["\u{1F600}", "%F0%9F%98%80"],
    ["cio_03", "cio_03"],
  ])("%j", (value, segment) => {
    expect(pathOf(value)).toMatchObject([{ path: `/api/v1/customers/${segment}` }]);
  });
});

describe("the mapped property", () => {
  const from = (identifier: string, userProperties: Record<string, Json>) =>
    makeDestination({ identifier }).prepare(makeTrackEvent({ userProperties }));

  test("may be Device ID or any user property", () => {
    const device = makeDestination({ identifier: "device_id" });
    expect(batchOperations(device, makeTrackEvent())).toMatchObject([
      { identifiers: { id: "dev-1" } },
    ]);
    expect(from("gp:crm", { crm: "c-9" })).toMatchObject({
      identifier: { kind: "id", value: "c-9" },
    });
  });

  test.each<[Json, string]>([
    [0, "0"],
    [1e21, "1000000000000000000000"],
  ])("a number %j is an identifier, 0 included", (crm, value) => {
    expect(from("gp:crm", { crm })).toMatchObject({ kind: "ready", identifier: { value } });
  });

  test.each<[Json, string]>([
    [true, "invalid_identifier"],
    [["a"], "invalid_identifier"],
    [{}, "invalid_identifier"],
    [null, "missing_identifier"],
    ["", "missing_identifier"],
  ])("%j is %s", (crm, reason) => {
    expect(from("gp:crm", { crm })).toMatchObject({ kind: "discarded", reason });
  });

  test("is never copied into the attributes", () => {
    const destination = makeDestination({ userProperties: ["plan"] });
    const event = makeIdentify({ plan: "pro" }, { userId: "cio_03" });
    expect(batchOperations(destination, event)).toMatchObject([{ attributes: { plan: "pro" } }]);
    expect(singleCalls(destination, event)).toMatchObject([
      { body: { plan: "pro", _timestamp: expect.any(Number) } },
    ]);
    expect(JSON.stringify(singleCalls(destination, event))).not.toMatch(/"(id|email|cio_id)"/);
  });
});
