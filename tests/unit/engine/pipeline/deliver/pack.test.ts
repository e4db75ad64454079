import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { packItems } from "@/lib/engine/pipeline/deliver/pack";
import type { Destination, Operation } from "@/lib/engine/pipeline/ports";
import type { PersonId } from "@/lib/kernel/brand";

const LIMITS = {
  operationsMax: 1_000,
  batchBytesMax: 100,
  batchOverheadBytes: 12,
  separatorBytes: 1,
};

/** A destination whose operations are runs of one letter: small enough to count by eye. */
const destination: Pick<Destination, "batch" | "limits"> = {
  limits: LIMITS,
  batch: (operations) => {
    const body = `{"batch":[${operations.map(({ operation }) => operation.json).join(",")}]}`;
    return { method: "POST", path: "/batch", body, bytes: body.length, operations };
  },
};

const makeOperation = (bytes: number, alone = false): Operation => ({
  kind: "event",
  json: "x".repeat(bytes),
  bytes,
  alone,
  single: { method: "PUT", path: "/single", body: "é".repeat(bytes) },
});

const makeItem = (person: number, ...operations: Operation[]) => ({
  event: { personId: person as PersonId },
  prepared: { operations },
});

const itemsOf = fc.array(
  fc
    .tuple(
      fc.integer({ min: 1, max: 6 }),
      fc.array(fc.tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 9 })), {
        minLength: 1,
        maxLength: 2,
      }),
    )
    .map(([person, sizes]) =>
      makeItem(person, ...sizes.map(([bytes, die]) => makeOperation(bytes, die === 0))),
    ),
  { maxLength: 40 },
);

test("a request holds no more operations than the destination takes", () => {
  const limits = { ...LIMITS, batchBytesMax: 10_000, operationsMax: 3 };
  const one = () => makeOperation(5);
  const people = [1, 2, 3, 4, 5].map((person) => makeItem(person, one()));
  const sameOne = Array.from({ length: 7 }, () => makeItem(9, one()));
  const lanes = packItems([...people, ...sameOne], { ...destination, limits });
  const counts = lanes.map((lane) => lane.map(({ operations }) => operations.length));
  expect(counts).toEqual([[3, 3, 1], [3], [2]]);
});

describe("packing", () => {
  test("no operation is lost or doubled", () => {
    fc.assert(
      fc.property(itemsOf, (items) => {
        const sent = packItems(items, destination)
          .flat()
          .flatMap((request) => request.operations.map(({ operation }) => operation));
        const given = items.flatMap((item) => item.prepared.operations);
        expect(sent).toHaveLength(given.length);
        expect(new Set(sent)).toEqual(new Set(given));
      }),
    );
  });

  test("a person's operations are in one lane, in order", () => {
    fc.assert(
      fc.property(itemsOf, (items) => {
        const lanes = packItems(items, destination);
        for (const person of new Set(items.map((item) => item.event.personId))) {
          const perLane = lanes
            .map((lane) => lane.flatMap((request) => request.operations))
            .map((entries) => entries.filter(({ item }) => item.event.personId === person))
            .filter((entries) => entries.length > 0);
          const expected = items
            .filter((item) => item.event.personId === person)
            .flatMap((item) => item.prepared.operations);
          expect(perLane).toHaveLength(1);
          expect(perLane[0]?.map(({ operation }) => operation)).toEqual(expected);
        }
      }),
    );
  });

  test("a lane of several requests belongs to one person", () => {
    fc.assert(
      fc.property(itemsOf, (items) => {
        for (const lane of packItems(items, destination)) {
          expect(lane.length).toBeGreaterThan(0);
          if (lane.length === 1) continue;
          const people = lane.flatMap(({ operations }) =>
            operations.map(({ item }) => item.event.personId),
          );
          expect(new Set(people).size).toBe(1);
        }
      }),
    );
  });

  test("a batch keeps within the limit, brackets and commas included, and its size is told exactly", () => {
    fc.assert(
      fc.property(itemsOf, (items) => {
        for (const request of packItems(items, destination).flat()) {
          expect(request.bytes).toBe(Buffer.byteLength(request.body));
          if (request.path === "/batch") expect(request.bytes).toBeLessThanOrEqual(100);
        }
      }),
    );
  });

  test("an operation that must go alone goes alone, in its own form", () => {
    fc.assert(
      fc.property(itemsOf, (items) => {
        for (const request of packItems(items, destination).flat()) {
          const alone = request.operations.filter(({ operation }) => operation.alone);
          if (alone.length === 0) continue;
          expect(request.operations).toHaveLength(1);
          expect(request).toMatchObject({ method: "PUT", path: "/single" });
        }
      }),
    );
  });

  test("batches are full: no two of them would fit into one", () => {
    const small = fc.array(
      fc.integer({ min: 1, max: 20 }).map((bytes) => makeOperation(bytes)),
      { maxLength: 100 },
    );
    fc.assert(
      fc.property(small, (operations) => {
        const items = operations.map((operation, index) => makeItem(index, operation));
        const sizes = packItems(items, destination).map(([request]) => request?.bytes ?? 0);
        sizes.sort((a, b) => a - b);
        const [first = 100, second = 100] = sizes;
        if (sizes.length > 1) expect(first + second - 12 + 1).toBeGreaterThan(100);
        for (const size of sizes.slice(1)) expect(size).toBeGreaterThan(100 - 21);
      }),
    );
  });

  test("a batch is filled to the last byte", () => {
    // 12 + 43 + 1 + 44 = 100
    expect(
      packItems([makeItem(1, makeOperation(43)), makeItem(2, makeOperation(44))], destination),
    ).toHaveLength(1);
    expect(
      packItems([makeItem(1, makeOperation(44)), makeItem(2, makeOperation(44))], destination),
    ).toHaveLength(2);
  });

  test("a person with too much for one batch gets full batches one after the other", () => {
    const items = Array.from({ length: 9 }, () => makeItem(1, makeOperation(20)));
    const lanes = packItems(items, destination);
    expect(lanes.map((lane) => lane.map(({ operations }) => operations.length))).toEqual([
      [4, 4, 1],
    ]);
  });

  test("a person waits for the operation that goes alone, others do not", () => {
    const items = [
      makeItem(1, makeOperation(10)),
      makeItem(2, makeOperation(10)),
      makeItem(1, makeOperation(10, true)),
      makeItem(1, makeOperation(10)),
      makeItem(3, makeOperation(10)),
    ];
    const shape = packItems(items, destination).map((lane) =>
      lane.map(({ operations }) => operations.map(({ item }) => item.event.personId)),
    );
    expect(shape).toEqual([[[1], [1], [1]], [[2, 3]]]);
  });

  test("nothing to pack makes no request", () => {
    expect(packItems([], destination)).toEqual([]);
  });
});
