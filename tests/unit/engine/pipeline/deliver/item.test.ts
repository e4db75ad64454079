import { describe, expect, test } from "vitest";
import type { Item } from "@/lib/engine/pipeline/deliver/item";
import type { OperationVerdict } from "@/lib/engine/pipeline/ports";
import { makeItem, makeOperation } from "@/tests/support/engine-doubles";

const NOW = 5_000;
const ACCEPTED: OperationVerdict = { kind: "accepted" };
const refused = (message: string, field: string | null = null): OperationVerdict => ({
  kind: "refused",
  message,
  field,
});

const identify = makeOperation("identify", { kind: "identify" });
const event = makeOperation("event");
const both = () => makeItem(1, 1, { operations: [identify, event] });

function answer(item: Item, index: number, verdict: OperationVerdict, requestId = "request") {
  const operation = item.prepared.operations[index];
  if (operation === undefined) throw new Error(`no operation ${index}`);
  item.answer(operation, { verdict, requestId, answeredMs: NOW + index });
}

describe("the outcome of an event", () => {
  test("is unknown until every operation is answered", () => {
    const item = both();
    expect(item.outcome()).toBeNull();
    answer(item, 0, ACCEPTED);
    expect(item.outcome()).toBeNull();
    answer(item, 1, ACCEPTED);
    expect(item.outcome()).toMatchObject({ kind: "delivered", acceptedMs: NOW + 1 });
  });

  test("is unknown when only the last operation was answered", () => {
    const item = both();
    answer(item, 1, ACCEPTED);
    expect(item.outcome()).toBeNull();
  });

  test("is that of its last operation: a refused user update becomes a warning", () => {
    const item = both();
    answer(item, 0, refused("plan is too long"));
    answer(item, 1, ACCEPTED, "the-second");
    expect(item.outcome()).toMatchObject({
      kind: "delivered",
      requestId: "the-second",
      detail: { warnings: ["The user update was refused: plan is too long"] },
    });
  });

  test("is discarded with the field and the words of the refusal", () => {
    const item = makeItem(1, 1, { warnings: ["cut"] });
    answer(item, 0, refused("too long", "name"));
    expect(item.outcome()).toMatchObject({
      kind: "discarded",
      reason: "refused",
      detail: { message: "too long", field: "name", warnings: ["cut"] },
    });
  });

  test("counts every request that carried it, those of earlier turns too", () => {
    const item = makeItem(1, 1, { spent: { tries: 2, attempts: 4, requestIds: [] } });
    item.sent("one");
    item.sent("two");
    answer(item, 0, ACCEPTED);
    expect(item.outcome()).toMatchObject({ attempts: 6 });
    expect(item.requestIds).toEqual(["one", "two"]);
  });

  test("has no detail when there is nothing to say", () => {
    const item = makeItem(1, 1);
    answer(item, 0, ACCEPTED);
    expect(item.outcome()).toMatchObject({ detail: null });
  });
});

describe("an event that waits", () => {
  test("uses one attempt of the schedule, however many requests carried it", () => {
    const item = makeItem(1, 1, { spent: { tries: 1, attempts: 2, requestIds: [] } });
    item.sent("one");
    item.sent("two");
    item.park({ reason: "server_error", message: "500", retryAfterMs: null }, "request", NOW, true);
    expect(item.parking).toMatchObject({ tries: 2, attempts: 4, requestId: "request" });
    expect(item.outcome()).toBeNull();
  });

  test("is not tried before Retry-After", () => {
    const item = makeItem(1, 1);
    item.park(
      { reason: "server_error", message: "500", retryAfterMs: 900_000 },
      "request",
      NOW,
      true,
    );
    expect(item.parking?.retryAtMs).toBe(NOW + 900_000);
  });

  test("expires with the tenth attempt, and says why", () => {
    const item = makeItem(1, 1, { spent: { tries: 9, attempts: 9, requestIds: [] } });
    item.sent("one");
    item.park(
      { reason: "timeout", message: "no answer", retryAfterMs: null },
      "the-last",
      NOW,
      true,
    );
    expect(item.outcome()).toEqual({
      kind: "expired",
      reason: "timeout",
      attempts: 10,
      requestId: "the-last",
      detail: { message: "no answer" },
    });
  });

  test("does not use its last attempt while the destination takes nothing from anybody", () => {
    const item = makeItem(1, 1, { spent: { tries: 9, attempts: 9, requestIds: [] } });
    item.park({ reason: "server_error", message: "503", retryAfterMs: null }, "r", NOW, false);
    expect(item.outcome()).toBeNull();
    expect(item.parking).toMatchObject({ tries: 9 });
    expect(item.parking?.retryAtMs).toBeGreaterThan(NOW);
  });

  test("behind another of the person uses no attempt and never expires by it", () => {
    const item = makeItem(1, 1, { spent: { tries: 9, attempts: 9, requestIds: [] } });
    item.parkBehind();
    expect(item.parking).toMatchObject({ reason: "behind_person", tries: 9, retryAtMs: null });
    expect(item.outcome()).toBeNull();
  });

  test("no longer waits when it is taken back", () => {
    const item = makeItem(1, 1);
    item.park({ reason: "server_error", message: "500", retryAfterMs: null }, "request", NOW, true);
    item.unpark();
    expect(item.parking).toBeNull();
    expect(item.outcome()).toBeNull();
  });
});
