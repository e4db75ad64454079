import { describe, expect, test } from "vitest";
import { deliver } from "@/lib/engine/pipeline/deliver/deliver";
import { packItems } from "@/lib/engine/pipeline/deliver/pack";
import {
  accepts,
  answersEach,
  attemptOf,
  badGateway,
  batchOf,
  credentialsRefused,
  deliverItems,
  fateOf,
  internalError,
  makeBench,
  makeItem,
  makeOperation,
  throttled,
  timedOut,
  WIDE_LIMITS,
  waits,
} from "@/tests/support/engine-doubles";

const fatesOf = (items: readonly Parameters<typeof fateOf>[0][]) => items.map(fateOf);

const carries = (body: string, person: number) =>
  body.split(",").some((operation) => operation.startsWith(`${person}:`));

describe("a request that is accepted", () => {
  test("is sent once, and each of its events is delivered", async () => {
    const bench = makeBench(accepts);
    const items = [makeItem(1, 1), makeItem(2, 2), makeItem(1, 3)];
    const delivered = await deliverItems(items, bench);
    expect(bench.sent).toEqual(["1:1,1:3,2:2"]);
    expect(fatesOf(items)).toEqual(["delivered", "delivered", "delivered"]);
    expect(delivered).toMatchObject({ answered: 3 });
    expect(delivered.requests).toMatchObject([
      { id: "request-1", verdict: "accepted", items: 3, status: 200 },
    ]);
    expect(items[0]?.outcome()).toMatchObject({ attempts: 1, requestId: "request-1" });
  });

  test("only partly discards the refused ones and no other", async () => {
    const bench = makeBench((request) =>
      answersEach(request, (item) => (item.personId === 2 ? "refused" : "accepted")),
    );
    const items = [makeItem(1, 1), makeItem(2, 2), makeItem(3, 3)];
    const { requests } = await deliverItems(items, bench);
    expect(fatesOf(items)).toEqual(["delivered", "discarded", "delivered"]);
    expect(bench.sent).toHaveLength(1);
    expect(requests).toMatchObject([{ verdict: "partly_refused" }]);
  });
});

describe("a person with very many requests", () => {
  test("sends twenty of them in a turn; the rest waits behind, in order, and holds nobody up", async () => {
    const bench = makeBench(accepts);
    const alone = (offset: number) =>
      makeItem(1, offset, { operations: [makeOperation(`1:${offset}`, { alone: true })] });
    const items = Array.from({ length: 25 }, (_, n) => alone(n + 1));
    await deliverItems(items, bench);
    expect(bench.sent).toHaveLength(20);
    expect(fatesOf(items)).toEqual([
      ...Array.from({ length: 20 }, () => "delivered"),
      ...Array.from({ length: 5 }, () => "behind_person"),
    ]);
  });
});

describe("a request that is refused as a whole", () => {
  test("because of listed operations is sent again without them, in order", async () => {
    const bench = makeBench((request, nth) =>
      nth === 1
        ? answersEach(request, (item) => (item.event.offset === 2 ? "refused" : "again"), 400)
        : accepts(request),
    );
    const items = [makeItem(1, 1), makeItem(1, 2), makeItem(1, 3)];
    await deliverItems(items, bench);
    expect(bench.sent).toEqual(["1:1,1:2,1:3", "1:1,1:3"]);
    expect(fatesOf(items)).toEqual(["delivered", "discarded", "delivered"]);
  });

  test("because one person sends too much goes on without that person, whose attempts stay", async () => {
    const bench = makeBench((request, nth) =>
      nth === 1
        ? answersEach(request, (item) => (item.event.offset === 3 ? "throttled" : "again"), 429)
        : accepts(request),
    );
    const items = [makeItem(1, 1), makeItem(7, 2), makeItem(7, 3), makeItem(3, 4)];
    await deliverItems(items, bench);
    expect(bench.sent).toEqual(["1:1,7:2,7:3,3:4", "1:1,3:4"]);
    expect(fatesOf(items)).toEqual(["delivered", "throttled", "behind_person", "delivered"]);
    expect(items[1]?.parking).toMatchObject({ tries: 0, message: "too many" });
    expect((items[1]?.parking?.retryAtMs ?? 0) - bench.ports.clock.now()).toBe(60_000);
  });

  test("without saying why is halved until the one bad operation is found", async () => {
    const bench = makeBench((request) =>
      carries(request.body, 5)
        ? attemptOf({ kind: "unattributable", message: "bad" }, 400)
        : accepts(request),
    );
    const items = Array.from({ length: 8 }, (_, n) => makeItem(n, n));
    await deliverItems(items, bench);
    expect(fatesOf(items).filter((fate) => fate === "delivered")).toHaveLength(7);
    expect(items[5]?.outcome()).toMatchObject({ kind: "discarded", detail: { message: "bad" } });
    expect(bench.sent).toHaveLength(7);
  });

  test("halves keep each person's order", async () => {
    const bench = makeBench((request) =>
      request.operations.length > 1
        ? attemptOf({ kind: "unattributable", message: "bad" }, 400)
        : accepts(request),
    );
    await deliverItems(
      [1, 2, 3, 4, 5].map((offset) => makeItem(1, offset)),
      bench,
    );
    const singles = bench.sent.filter((body) => !body.includes(","));
    expect(singles).toEqual(["1:1", "1:2", "1:3", "1:4", "1:5"]);
  });
});

describe("an answer from which nothing can be concluded", () => {
  test("is asked for once more", async () => {
    const bench = makeBench((request, nth) =>
      nth === 1 ? attemptOf({ kind: "resend", message: "index 99" }, 207) : accepts(request),
    );
    const items = [makeItem(1, 1), makeItem(2, 2)];
    await deliverItems(items, bench);
    expect(bench.sent).toEqual(["1:1,2:2", "1:1,2:2"]);
    expect(fatesOf(items)).toEqual(["delivered", "delivered"]);
  });

  test("and then taken as a refusal", async () => {
    const bench = makeBench(() => attemptOf({ kind: "resend", message: "index 99" }, 207));
    const items = [makeItem(1, 1), makeItem(2, 2)];
    await deliverItems(items, bench);
    expect(bench.sent).toHaveLength(2);
    expect(fatesOf(items)).toEqual(["discarded", "discarded"]);
  });
});

describe("trouble of one person", () => {
  const poisoned = (person: number, attempt = internalError) =>
    makeBench((request) => (carries(request.body, person) ? attempt : accepts(request)));

  test("parks that person's first event, the later ones behind it, and nobody else's", async () => {
    const bench = poisoned(2);
    const items = [makeItem(1, 1), makeItem(2, 2), makeItem(3, 3), makeItem(2, 4), makeItem(2, 5)];
    const { parkedPeople } = await deliverItems(items, bench);
    expect(fatesOf(items)).toEqual([
      "delivered",
      "server_error",
      "delivered",
      "behind_person",
      "behind_person",
    ]);
    expect([...parkedPeople]).toEqual([2]);
    expect(items.map((item) => item.parking?.tries)).toEqual([undefined, 1, undefined, 0, 0]);
  });

  test("in one event: those before it are delivered, those after it wait", async () => {
    const bench = makeBench((request) =>
      request.body.includes("1:2") ? internalError : accepts(request),
    );
    const items = [makeItem(1, 1), makeItem(1, 2), makeItem(1, 3)];
    await deliverItems(items, bench);
    expect(fatesOf(items)).toEqual(["delivered", "server_error", "behind_person"]);
    expect(bench.sent).toEqual(["1:1,1:2,1:3", "1:1", "1:2"]);
  });

  test("stops the person's further requests, and theirs alone", async () => {
    const bench = poisoned(1);
    const items = [
      makeItem(1, 1, { alone: true }),
      makeItem(2, 2, { alone: true }),
      makeItem(1, 3, { alone: true }),
      makeItem(2, 4, { alone: true }),
    ];
    await deliverItems(items, bench);
    expect(bench.sent.filter((body) => carries(body, 1))).toEqual(["1:1"]);
    expect(fatesOf(items)).toEqual(["server_error", "delivered", "behind_person", "delivered"]);
  });

  test("a gateway's answer is first taken for the destination's: sent once more, then blamed", async () => {
    const bench = poisoned(2, badGateway);
    const items = [makeItem(1, 1), makeItem(2, 2)];
    await deliverItems(items, bench);
    expect(bench.sent).toEqual(["1:1,2:2", "1:1,2:2", "1:1", "2:2", "2:2"]);
    expect(fatesOf(items)).toEqual(["delivered", "server_error"]);
  });

  test("a silence is blamed at once: it costs ten seconds each time", async () => {
    const bench = poisoned(2, timedOut);
    const items = [makeItem(1, 1), makeItem(2, 2)];
    await deliverItems(items, bench);
    expect(bench.sent).toEqual(["1:1,2:2", "1:1", "2:2"]);
    expect(fatesOf(items)).toEqual(["delivered", "timeout"]);
  });

  test("an identify and its event are one: both wait, one attempt is used", async () => {
    const bench = poisoned(1);
    const item = makeItem(1, 1, {
      operations: [makeOperation("1:a", { kind: "identify" }), makeOperation("1:b")],
    });
    await deliverItems([item], bench);
    expect(bench.sent).toEqual(["1:a,1:b"]);
    expect(item.parking).toMatchObject({ tries: 1, reason: "server_error" });
  });

  test("keeps Retry-After as a floor for the next attempt", async () => {
    const bench = poisoned(1, waits("server_error", 500, 600_000));
    const item = makeItem(1, 1);
    await deliverItems([item], bench);
    expect(item.parking?.retryAtMs).toBeGreaterThanOrEqual(bench.clock.now() + 600_000);
  });

  test("that uses up the attempts expires the event, and the next one waits for the next turn", async () => {
    const bench = poisoned(1);
    const items = [
      makeItem(1, 1, { spent: { tries: 9, attempts: 9, requestIds: [] } }),
      makeItem(1, 2),
    ];
    await deliverItems(items, bench);
    expect(fatesOf(items)).toEqual(["expired", "behind_person"]);
  });
});

describe("trouble of the destination", () => {
  test("throttling is nobody's fault: the request is sent again until it is taken", async () => {
    const bench = makeBench((request, nth) => (nth < 4 ? throttled : accepts(request)));
    const items = [makeItem(1, 1), makeItem(2, 2)];
    await deliverItems(items, bench);
    expect(new Set(bench.sent)).toEqual(new Set(["1:1,2:2"]));
    expect(fatesOf(items)).toEqual(["delivered", "delivered"]);
  });

  test("the same request is not sent again before Retry-After", async () => {
    const bench = makeBench((request, nth) =>
      nth === 1 ? waits("throttled", 429, 3_000) : accepts(request),
    );
    await deliverItems([makeItem(1, 1)], bench);
    const [first = 0, second = 0] = bench.sentAtMs;
    expect(second - first).toBeGreaterThanOrEqual(3_000);
  });

  test("pauses grow, but a request that is throttled for long is still tried every few seconds", async () => {
    const bench = makeBench((request, nth) => (nth < 20 ? throttled : accepts(request)));
    await deliverItems([makeItem(1, 1)], bench);
    const gaps = bench.sentAtMs.slice(1).map((at, n) => at - (bench.sentAtMs[n] ?? 0));
    expect(gaps.slice(0, 3)).toEqual([200, 400, 800]);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(10_000);
  });

  test("when it opens the breaker, nothing more is sent and nobody is blamed", async () => {
    const bench = makeBench(() => internalError);
    const items = [makeItem(1, 1), makeItem(2, 2), makeItem(3, 3)];
    const ports = { ...bench.ports, onAttempt: () => bench.stop.abort() };
    await deliverItems(items, { ...bench, ports });
    expect(bench.sent).toHaveLength(1);
    expect(fatesOf(items)).toEqual(["unanswered", "unanswered", "unanswered"]);
  });

  test("a person's later requests never go out after one that was not taken", async () => {
    const bench = makeBench((request, nth) => (nth === 1 ? credentialsRefused : accepts(request)));
    const items = [makeItem(1, 1, { alone: true }), makeItem(1, 2, { alone: true })];
    await deliverItems(items, bench);
    expect(bench.sent).toEqual(["1:1"]);
    expect(fatesOf(items)).toEqual(["unanswered", "unanswered"]);
  });
});

describe("stopping", () => {
  test("before the first request sends nothing", async () => {
    const bench = makeBench(accepts);
    bench.stop.abort();
    const items = [makeItem(1, 1)];
    const { requests } = await deliverItems(items, bench);
    expect(bench.sent).toEqual([]);
    expect(requests).toEqual([]);
    expect(fatesOf(items)).toEqual(["unanswered"]);
  });

  test("hears out what is in flight, and sends nothing after it", async () => {
    const bench = makeBench(async (request) => {
      await bench.clock.sleep(100);
      bench.stop.abort();
      return accepts(request);
    });
    const items = [makeItem(1, 1, { alone: true }), makeItem(1, 2, { alone: true })];
    await deliverItems(items, bench);
    expect(bench.sent).toEqual(["1:1"]);
    expect(fatesOf(items)).toEqual(["delivered", "unanswered"]);
  });

  test("ends a pause at once", async () => {
    const bench = makeBench(() => waits("throttled", 429, 900_000));
    const delivering = deliverItems([makeItem(1, 1)], {
      ...bench,
      ports: {
        ...bench.ports,
        onAttempt: () => void bench.clock.sleep(50).then(() => bench.stop.abort()),
      },
    });
    const startedMs = bench.clock.now();
    await delivering;
    expect(bench.clock.now() - startedMs).toBe(50);
  });
});

describe("one request in flight per person", () => {
  test("whatever lanes, halves and blame do", async () => {
    const inFlight = new Map<number, number>();
    let most = 0;
    const bench = makeBench(
      async (request, nth) => {
        const people = new Set(request.operations.map(({ item }) => item.personId));
        for (const person of people) {
          const count = (inFlight.get(person) ?? 0) + 1;
          inFlight.set(person, count);
          most = Math.max(most, count);
        }
        await bench.clock.sleep(10 + (nth % 7));
        for (const person of people) inFlight.set(person, (inFlight.get(person) ?? 0) - 1);
        if (nth % 5 === 0) return internalError;
        if (nth % 3 === 0) return attemptOf({ kind: "unattributable", message: "bad" }, 400);
        return accepts(request);
      },
      { ...WIDE_LIMITS, batchBytesMax: 40 },
    );
    const items = Array.from({ length: 60 }, (_, n) => makeItem(n % 7, n, { alone: n % 11 === 0 }));
    await deliverItems(items, bench);
    expect(most).toBe(1);
    expect(fatesOf(items)).not.toContain("unanswered");
  });
});

describe("a fault in our own code", () => {
  const failing = () => {
    const bench = makeBench(async (request, nth) => {
      await bench.clock.sleep(nth * 10);
      if (nth === 1) throw new Error("a bug");
      return accepts(request);
    });
    return bench;
  };
  const items = () => [1, 1, 2, 2, 3, 3].map((p, n) => makeItem(p, n, { alone: true }));

  test("gives back every permit, also when sending throws at once", async () => {
    const bench = failing();
    await expect(deliverItems(items(), bench)).rejects.toThrow("a bug");
    expect(bench.inFlight()).toBe(0);
    const throwing = makeBench(accepts);
    const destination = {
      ...throwing.ports.destination,
      send: () => {
        throw new Error("at once");
      },
    };
    const lanes = [[batchOf([{ item: makeItem(1, 1), operation: makeOperation("1:1") }])]];
    await expect(deliver(lanes, { ...throwing.ports, destination })).rejects.toThrow("at once");
    expect(throwing.inFlight()).toBe(0);
  });

  test("rejects only when nothing is in flight any more, and sends nothing after it", async () => {
    const bench = failing();
    const delivering = deliver(packItems(items(), bench.ports.destination), bench.ports);
    await expect(bench.clock.run(delivering)).rejects.toThrow("a bug");
    const sent = bench.sent.length;
    expect(sent).toBe(3);
    expect(bench.clock.sleeping).toBe(0);
    await bench.clock.advance(60_000);
    expect(bench.sent).toHaveLength(sent);
  });
});
