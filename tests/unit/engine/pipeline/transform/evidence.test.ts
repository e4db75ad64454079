import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { evidenceOf } from "@/lib/engine/pipeline/transform/evidence";
import { plannerOf } from "@/lib/engine/pipeline/transform/plan";
import {
  type Clause,
  type EventRow,
  settingsSchema,
} from "@/lib/engine/pipeline/transform/settings";
import { makeEvent } from "@/tests/support/make-event";

const settingsWith = (eventRows: EventRow[]) =>
  settingsSchema.parse({ sendEvents: true, eventRows, eventProperties: ["price", "sku"] });

const price = (op: Clause["op"], value: string): Clause => ({
  property: "ep:price",
  op,
  values: [value],
});

describe("why an event was not selected", () => {
  test("the first row that names it and the first clause that failed, with what was expected and what it had", () => {
    const settings = settingsWith([
      { event: "Purchase", where: [] },
      { event: "Viewed", where: [price("greater", "1"), price("greater", "10")] },
      { event: "_all", where: [price("greater", "100")] },
    ]);
    const event = makeEvent({ eventType: "Viewed", payload: { event_properties: { price: 4 } } });
    const { plan, rows } = evidenceOf(event, settings);
    expect(plan).toEqual({
      kind: "filtered",
      reason: "no_row_matches",
      failed: { row: 1, clause: 1 },
    });
    expect(rows[1]?.clauses[1]).toEqual({ ...price("greater", "10"), holds: false, actual: 4 });
    expect(rows.map(({ namesEvent }) => namesEvent)).toEqual([false, true, true]);
  });

  test("no row has the event: no clause is blamed", () => {
    const { plan } = evidenceOf(makeEvent(), settingsWith([{ event: "Other", where: [] }]));
    expect(plan).toMatchObject({ reason: "no_row_matches", failed: null });
  });
});

describe("why a property was sent or not", () => {
  test("the selected ones in their order, with their value or without", () => {
    const event = makeEvent({ payload: { event_properties: { sku: "a", other: 1 } } });
    const { eventProperties, userProperties, identifier } = evidenceOf(
      event,
      settingsWith([{ event: "_all", where: [] }]),
    );
    expect(eventProperties).toEqual([
      { name: "price", value: undefined, reserved: false },
      { name: "sku", value: "a", reserved: false },
    ]);
    expect(userProperties).toBeNull();
    expect(identifier).toEqual({ property: "user_id", value: event.userId });
  });

  test("a reserved name is said to be one", () => {
    const settings = settingsSchema.parse({ sendUsers: true, userProperties: ["plan", "cio_id"] });
    const event = makeEvent({ kind: "identify", userChanges: { plan: "pro", cio_id: "x" } });
    expect(evidenceOf(event, settings, ["cio_id"]).userProperties).toEqual([
      { name: "plan", value: "pro", reserved: false },
      { name: "cio_id", value: "x", reserved: true },
    ]);
  });
});

test("the evidence always agrees with the plan that the engine follows", () => {
  const clause = fc.record({
    property: fc.constant("ep:x"),
    op: fc.constantFrom("is" as const, "is not" as const, "less" as const),
    values: fc.array(fc.constantFrom("1", "2", "(none)"), { minLength: 1, maxLength: 2 }),
  });
  const row = fc.record({
    event: fc.constantFrom("A", "B", "_all"),
    where: fc.array(clause, { maxLength: 2 }),
  });
  fc.assert(
    fc.property(
      fc.array(row, { maxLength: 4 }),
      fc.constantFrom("A", "B", "C"),
      fc.option(fc.integer()),
      (rows, eventType, x) => {
        const settings = settingsWith(rows);
        const event = makeEvent({ eventType, payload: { event_properties: { x } } });
        const evidence = evidenceOf(event, settings);
        const plan = plannerOf(settings).plan(event);
        expect(evidence.plan).toEqual(plan);
        const naming = evidence.rows.map(({ namesEvent, clauses }, index) => ({
          index,
          namesEvent,
          failing: clauses.findIndex(({ holds }) => !holds),
        }));
        const matching = naming.find(({ namesEvent, failing }) => namesEvent && failing === -1);
        if (plan.kind === "planned") expect(plan.row).toBe(matching?.index);
        else {
          expect(matching).toBeUndefined();
          const first = naming.find(({ namesEvent }) => namesEvent);
          const failed = first && { row: first.index, clause: first.failing };
          expect(plan).toMatchObject({ failed: failed ?? null });
        }
      },
    ),
  );
});
