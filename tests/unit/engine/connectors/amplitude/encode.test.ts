import { describe, expect, test } from "vitest";
import { encode } from "@/lib/engine/connectors/amplitude/encode";
import type { JsonObject } from "@/lib/kernel/json";
import { parseJson } from "@/lib/kernel/parse-json";
import { makeEvent } from "@/tests/support/make-event";

const ENDPOINT = { path: "/batch", bytesMax: 10_000 };

const sentFor = (part: Parameters<typeof makeEvent>[0]): JsonObject => {
  const encoded = encode(makeEvent(part), ENDPOINT);
  if (encoded.kind !== "ready") throw new Error(encoded.message);
  return parseJson(encoded.operations[0].json) as JsonObject;
};

describe("an event on its way to Amplitude", () => {
  test("has every field it came with, and none that it did not come with", () => {
    const payload: JsonObject = {
      event_type: "Purchase",
      user_id: "ann@example.com",
      device_id: "device-1",
      session_id: 1_700_000_000_000,
      event_properties: { sku: "a", nested: { list: [1, "2", null] } },
      user_properties: { $set: { plan: "pro" }, $add: { visits: 1 }, $unset: { old: "-" } },
      groups: { org: ["acme"] },
      price: 2.5,
      quantity: 2,
      productId: "p-1",
      library: "amplitude-ts/2.45.0",
      plan: { branch: "main", version: "7" },
      ingestion_metadata: { source_name: "x" },
      ip: "203.0.113.7",
      language: "en-US",
      $skip_user_properties_sync: true,
    };
    const { time, insert_id, ...sent } = sentFor({
      payload,
      eventType: "Purchase",
      timeMs: 1_700_000_000_123,
      insertId: "i-1",
    });
    expect(sent).toEqual(payload);
    expect([time, insert_id]).toEqual([1_700_000_000_123, "i-1"]);
  });

  test("has the corrected time, whatever the client's clock said", () => {
    const payload = { time: 5, client_upload_time: "2026-01-01T00:00:00Z" };
    const sent = sentFor({ payload, timeMs: 1_700_000_000_000 });
    expect(sent).toMatchObject({ time: 1_700_000_000_000 });
    // Amplitude would move the event by it a second time.
    expect(sent).not.toHaveProperty("client_upload_time");
  });

  test("without an insert_id has one, the same in every attempt", () => {
    const event = { uuid: "00000000-0000-4000-8000-00000000000a", insertId: null };
    expect(sentFor(event)).toMatchObject({ insert_id: event.uuid });
    expect(sentFor(event)).toEqual(sentFor(event));
  });

  test("keeps its ids as they were sent: whose device it is, Amplitude knows by itself", () => {
    const sent = sentFor({ userId: "ann", payload: { device_id: "device-1" } });
    expect(sent).toMatchObject({ device_id: "device-1" });
    expect(sent).not.toHaveProperty("user_id");
  });

  test("keeps each digit of a number that no double holds", () => {
    const payload = parseJson('{"event_properties":{"id":12345678901234567890}}') as JsonObject;
    const encoded = encode(makeEvent({ payload }), ENDPOINT);
    expect(encoded).toMatchObject({ kind: "ready" });
    expect(JSON.stringify(encoded)).toContain("12345678901234567890");
  });

  test.each([
    [
      { user_id: "ann", device_id: "d" },
      { kind: "user_id", value: "ann" },
    ],
    [{ device_id: "d-1" }, { kind: "device_id", value: "d-1" }],
    [{ user_id: 42 }, { kind: "user_id", value: "42" }],
    [{ groups: { org: "acme" } }, null],
  ])("of %j is known as %j", (payload, identifier) => {
    expect(encode(makeEvent({ payload }), ENDPOINT)).toMatchObject({ identifier });
  });

  test("larger than a request may be is discarded, with both numbers", () => {
    const payload = { event_properties: { text: "ž".repeat(6_000) } };
    expect(encode(makeEvent({ payload }), ENDPOINT)).toMatchObject({
      kind: "discarded",
      reason: "event_data_too_large",
      message: expect.stringMatching(/has 12\d{3} bytes.* 10000/),
    });
  });
});
