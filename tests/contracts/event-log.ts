import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { EventLog } from "@/lib/engine/pipeline/log/event-log";
import { NOBODY } from "@/lib/engine/pipeline/log/nobody";
import { SHARDS } from "@/lib/engine/pipeline/log/shard";
import type { Event, IncomingEvent } from "@/lib/engine/pipeline/source/event";
import type { PropertyOperations } from "@/lib/engine/pipeline/source/property-operations";
import type { Offset, ProjectId, Shard } from "@/lib/kernel/brand";
import type { JsonObject } from "@/lib/kernel/json";
import { parseJson } from "@/lib/kernel/parse-json";
import { makeIncoming } from "@/tests/support/make-event";

/** An event log to be held to its contract. */
export interface EventLogWorld {
  readonly log: EventLog;
  /** The same log as another process has it. */
  readonly other: EventLog;
  makeProject(): Promise<ProjectId>;
  dropProject(project: ProjectId): Promise<void>;
  close(): Promise<void>;
}

const ALL_SHARDS = Array.from({ length: SHARDS }, (_, shard) => shard as Shard);

/** All shards after one position. */
const from = (position: number) =>
  ALL_SHARDS.map((shard) => ({ shard, position: position as Offset }));

const upTo = (last: number, first = 1) =>
  Array.from({ length: last - first + 1 }, (_, n) => first + n);

const offsetsOf = (events: readonly Event[]) => events.map(({ offset }) => Number(offset));

const operators = (named: PropertyOperations["operators"]): PropertyOperations => ({
  operators: named,
  plain: {},
});
const set = (properties: JsonObject) => operators({ $set: properties });

/** What every event log promises: lib/engine/pipeline/log/event-log.ts. */
export function describeEventLog(name: string, make: () => Promise<EventLogWorld>): void {
  describe(`the event log ${name}`, () => {
    let world: EventLogWorld;
    let log: EventLog;

    beforeAll(async () => {
      world = await make();
      log = world.log;
    });

    afterAll(() => world.close());

    const readAll = (project: ProjectId) => log.read(project, from(0), 100_000);

    /** A new project with these events in it, read back. */
    async function stored(...events: readonly IncomingEvent[]): Promise<readonly Event[]> {
      const project = await world.makeProject();
      await log.append(project, events);
      return readAll(project);
    }

    /** What the log says the events' people were like, in these properties. */
    async function peopleOf(events: readonly Event[], ...names: string[]) {
      await log.loadUserProperties(events, names);
      return events.map((event) => {
        const known = names.map((name) => [name, event.userProperty(name)] as const);
        return Object.fromEntries(known.filter(([, value]) => value !== undefined));
      });
    }

    describe("what was appended", () => {
      test("comes back as it was accepted, with its place in the log", async () => {
        const incoming = makeIncoming({
          userId: "ann@example.com",
          deviceId: "device-1",
          insertId: "i-1",
          timeMs: 1_700_000_000_123,
          receivedMs: 1_700_000_000_456,
        });
        const [event] = await stored(incoming);
        expect(event).toMatchObject({
          offset: 1,
          kind: "event",
          source: "http_v2",
          eventType: "Song Played",
          userId: "ann@example.com",
          deviceId: "device-1",
          insertId: "i-1",
          timeMs: 1_700_000_000_123,
          receivedMs: 1_700_000_000_456,
          userChanges: null,
        });
      });

      test.each([
        [
          "control characters and NUL",
          '{"t":"tab\\there, line\\nthere, back\\\\slash, \\u0000, ž, 🎵"}',
        ],
        ["half a character", '{"t":"\\ud800"}'],
        ["names of prototypes", '{"__proto__":{"a":1},"constructor":2,"toString":null}'],
        [
          "numbers that no double holds",
          '{"n":[12345678901234567890123,1e400,0.1234567890123456789]}',
        ],
        ["nothing", "{}"],
      ])("keeps its payload: %s", async (_, text) => {
        const properties = parseJson(text) as JsonObject;
        const [event] = await stored(makeIncoming({ payload: { event_properties: properties } }));
        expect(event?.payload["event_properties"]).toEqual(properties);
      });

      test("has an id of its own, the same whenever it is read", async () => {
        const project = await world.makeProject();
        await log.append(project, [makeIncoming(), makeIncoming()]);
        const ids = (await readAll(project)).map(({ uuid }) => uuid);
        expect(new Set(ids).size).toBe(2);
        for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
        expect((await readAll(project)).map(({ uuid }) => uuid)).toEqual(ids);
      });

      test("may be nothing", async () => {
        const project = await world.makeProject();
        expect(await log.append(project, [])).toEqual({ stored: 0, duplicates: 0 });
        expect(await log.head(project)).toBe(0);
      });

      test("into a project that is gone is refused", async () => {
        const project = await world.makeProject();
        await world.dropProject(project);
        await expect(log.append(project, [makeIncoming()])).rejects.toMatchObject({
          code: "not_found",
        });
        expect(await log.head(project)).toBe(0);
        expect(await readAll(project)).toEqual([]);
      });
    });

    describe("offsets", () => {
      test("are dense from 1 on, in the order of the requests and of each request", async () => {
        const project = await world.makeProject();
        const append = (...names: string[]) =>
          log.append(
            project,
            names.map((eventType) => makeIncoming({ eventType, userId: `user of ${eventType}` })),
          );
        await append("a", "b", "c");
        expect(await log.head(project)).toBe(3);
        await append("d");
        await append("e", "f");
        expect(await log.head(project)).toBe(6);
        const events = await readAll(project);
        expect(offsetsOf(events)).toEqual(upTo(6));
        expect(events.map(({ eventType }) => eventType)).toEqual(["a", "b", "c", "d", "e", "f"]);
      });

      test("are each project's own", async () => {
        const [one, two] = [await world.makeProject(), await world.makeProject()];
        await log.append(one, [makeIncoming(), makeIncoming()]);
        await log.append(two, [makeIncoming({ eventType: "of two" })]);
        expect([await log.head(one), await log.head(two)]).toEqual([2, 1]);
        expect(await readAll(two)).toMatchObject([{ projectId: two, eventType: "of two" }]);
      });
    });

    describe("a page", () => {
      test("has at most its limit of each shard, in offset order, after its positions", async () => {
        const project = await world.makeProject();
        const events = Array.from({ length: 50 }, (_, n) => makeIncoming({ userId: `user-${n}` }));
        await log.append(project, events);
        const page = await log.read(project, from(0), 1);
        const shards = page.map(({ shard }) => shard);
        expect(new Set(shards).size).toBe(shards.length);
        expect(offsetsOf(page)).toEqual([...offsetsOf(page)].sort((a, b) => a - b));
        expect(offsetsOf(await log.read(project, from(30), 100))).toEqual(upTo(50, 31));
        expect(await log.read(project, from(50), 100)).toEqual([]);
        expect(await log.read(project, [], 100)).toEqual([]);
      });

      test("has only the shards that were asked for, each after its own position", async () => {
        const project = await world.makeProject();
        const events = Array.from({ length: 60 }, (_, n) => makeIncoming({ userId: `user-${n}` }));
        await log.append(project, events);
        const all = await readAll(project);
        const [one, two] = [...new Set(all.map(({ shard }) => shard))] as [Shard, Shard];
        const ofOne = all.filter(({ shard }) => shard === one);
        const ofTwo = all.filter(({ shard }) => shard === two);
        const position = ofOne[0]?.offset as Offset;
        const asked = [
          { shard: one, position },
          { shard: two, position: 0 as Offset },
        ];
        expect(offsetsOf(await log.read(project, asked, 100))).toEqual(
          offsetsOf([...ofOne.slice(1), ...ofTwo]).sort((a, b) => a - b),
        );
      });

      test("holds fewer events where they are large, and never none", async () => {
        const project = await world.makeProject();
        const large = makeIncoming({ payload: { text: "x".repeat(20 * 1_048_576) } });
        for (let n = 0; n < 3; n++) await log.append(project, [large]);
        const [{ shard } = { shard: 0 as Shard }] = await log.read(project, from(0), 1);
        const read = (position: number) =>
          log.read(project, [{ shard, position: position as Offset }], 100);
        expect(offsetsOf(await read(0))).toEqual([1, 2]);
        expect(offsetsOf(await read(2))).toEqual([3]);
        expect(offsetsOf(await log.read(project, from(0), 100))).toEqual([1]);
      });
    });

    describe("who did it", () => {
      test("one person's events are in one shard and in the order of acceptance", async () => {
        const project = await world.makeProject();
        for (let n = 0; n < 20; n++) await log.append(project, [makeIncoming({ payload: { n } })]);
        const events = await readAll(project);
        expect(new Set(events.map(({ shard }) => shard)).size).toBe(1);
        expect(events[0]?.shard).toBeLessThan(SHARDS);
        expect(events.map(({ payload }) => payload["n"])).toEqual(upTo(19, 0));
      });

      test("many people are spread over the shards", async () => {
        const events = await stored(
          ...upTo(400).map((n) => makeIncoming({ userId: `somebody ${n}` })),
        );
        expect(new Set(events.map(({ personId }) => personId)).size).toBe(400);
        expect(new Set(events.map(({ shard }) => shard)).size).toBe(SHARDS);
      });

      test("an anonymous event of a known device belongs to the device's last known user", async () => {
        const [known, anonymous] = await stored(
          makeIncoming({ userId: "ann", deviceId: "phone" }),
          makeIncoming({ userId: null, deviceId: "phone" }),
        );
        expect(anonymous?.userId).toBe("ann");
        expect(anonymous?.personId).toBe(known?.personId);
      });

      test("an anonymous person keeps its identity when a new user signs in on the device", async () => {
        const project = await world.makeProject();
        await log.append(project, [makeIncoming({ userId: null, deviceId: "phone" })]);
        await log.append(project, [makeIncoming({ userId: "bob", deviceId: "phone" })]);
        const [before, later] = await readAll(project);
        expect(before?.userId).toBeNull();
        expect(later?.personId).toBe(before?.personId);
      });

      test("a user who is known already keeps their own identity on another's device", async () => {
        const [ann, stranger, onPhone, later] = await stored(
          makeIncoming({ userId: "ann", deviceId: "laptop" }),
          makeIncoming({ userId: null, deviceId: "phone" }),
          makeIncoming({ userId: "ann", deviceId: "phone" }),
          makeIncoming({ userId: null, deviceId: "phone" }),
        );
        expect(stranger?.personId).not.toBe(ann?.personId);
        expect(onPhone?.personId).toBe(ann?.personId);
        expect(later?.personId).toBe(ann?.personId);
      });

      test("what nobody did is spread over the shards, and has no properties", async () => {
        const group = makeIncoming({
          kind: "group_identify",
          source: "group_identify",
          eventType: "$groupidentify",
          userId: null,
          operations: set({ plan: "free" }),
        });
        const events = await stored(...upTo(2 * SHARDS).map(() => group));
        expect(new Set(events.map(({ personId }) => personId))).toEqual(new Set([NOBODY]));
        expect(new Set(events.map(({ shard }) => shard)).size).toBe(SHARDS);
        expect(events.every(({ userChanges }) => userChanges === null)).toBe(true);
        expect(events[0]?.userProperty("plan")).toBeUndefined();
      });
    });

    describe("user properties", () => {
      test("are those the person had when the event was accepted", async () => {
        const events = await stored(
          makeIncoming({ operations: set({ plan: "free" }) }),
          makeIncoming({ operations: operators({ $add: { visits: 2 } }) }),
          makeIncoming({ userId: "somebody else" }),
          makeIncoming({ operations: operators({ $add: { visits: 3 } }) }),
          makeIncoming({ operations: operators({ $unset: { plan: "-" } }) }),
          makeIncoming(),
        );
        expect(await peopleOf(events, "plan", "visits")).toEqual([
          { plan: "free" },
          { plan: "free", visits: 2 },
          {},
          { plan: "free", visits: 5 },
          { visits: 5 },
          { visits: 5 },
        ]);
        expect(events.map(({ userChanges }) => userChanges)).toEqual([
          { plan: "free" },
          { visits: 2 },
          null,
          { visits: 5 },
          { plan: null },
          null,
        ]);
      });

      test("are the same in whatever pages and order the events are read", async () => {
        const project = await world.makeProject();
        for (const n of upTo(12)) {
          await log.append(project, [makeIncoming(n % 3 === 0 ? { operations: set({ n }) } : {})]);
        }
        const expected = upTo(12).map((n) => (n < 3 ? {} : { n: n - (n % 3) }));
        const events = await readAll(project);
        const pages = upTo(12).map((n) => log.read(project, from(12 - n), 1));
        const backwards = (await Promise.all(pages)).flat();
        expect(await peopleOf(backwards, "n")).toEqual([...expected].reverse());
        expect(await peopleOf(events, "n")).toEqual(expected);
      });

      test("answer only for the names that were loaded, however often they are", async () => {
        const project = await world.makeProject();
        await log.append(project, [makeIncoming({ operations: set({ a: 1, b: 2 }) })]);
        const [event] = (await readAll(project)) as readonly [Event];
        expect(() => event.userProperty("a")).toThrow("not loaded");
        await log.loadUserProperties([event], ["a"]);
        await log.loadUserProperties([event], ["b"]);
        await log.loadUserProperties([event], []);
        await log.loadUserProperties([], ["c"]);
        expect([event.userProperty("a"), event.userProperty("b")]).toEqual([1, 2]);
        expect(() => event.userProperty("c")).toThrow("not loaded");
        const [again] = (await readAll(project)) as readonly [Event];
        expect(() => again.userProperty("a")).toThrow("not loaded");
      });

      test("of several pages are loaded at once", async () => {
        const project = await world.makeProject();
        await log.append(project, [makeIncoming({ operations: set({ plan: "pro" }) })]);
        const pages = [await readAll(project), await readAll(project)].flat();
        expect(await peopleOf(pages, "plan")).toEqual([{ plan: "pro" }, { plan: "pro" }]);
      });

      test("$skip_user_properties_sync uses what was sent and changes nothing", async () => {
        const events = await stored(
          makeIncoming({ operations: set({ plan: "free" }) }),
          makeIncoming({ onlySentUserProperties: { plan: "old" } }),
          makeIncoming(),
        );
        expect(events[1]?.userProperty("plan")).toBe("old");
        expect(await peopleOf(events, "plan")).toEqual([
          { plan: "free" },
          { plan: "old" },
          { plan: "free" },
        ]);
      });

      test("have any name and keep every digit", async () => {
        const odd = parseJson(
          '{"__proto__":1,"constructor":"x","\\ud800":2,"n":12345678901234567890123,"l":[1e400,null]}',
        ) as JsonObject;
        const events = await stored(makeIncoming({ operations: set(odd) }), makeIncoming());
        const names = Object.keys(odd);
        await log.loadUserProperties(events, [...names, "toString"]);
        for (const event of events) {
          expect(names.map((name) => event.userProperty(name))).toEqual(Object.values(odd));
          expect(event.userProperty("toString")).toBeUndefined();
        }
        expect(events[0]?.userChanges).toEqual(odd);
      });

      test("that two processes change in turn are one person's", async () => {
        const project = await world.makeProject();
        const add = makeIncoming({ operations: operators({ $add: { n: 1 } }) });
        for (let round = 0; round < 5; round++) {
          await log.append(project, [add]);
          await world.other.append(project, [add]);
        }
        expect((await peopleOf(await readAll(project), "n")).at(-1)).toEqual({ n: 10 });
      });
    });

    describe("an event whose insert_id was seen is ignored", () => {
      const event = makeIncoming({
        deviceId: "d-1",
        insertId: "same",
        receivedMs: Date.now(),
        operations: operators({ $add: { n: 1 } }),
      });

      test("in the same request, in a later one, and by another process", async () => {
        const project = await world.makeProject();
        expect(await log.append(project, [event, event])).toEqual({ stored: 1, duplicates: 1 });
        expect(await log.append(project, [event])).toEqual({ stored: 0, duplicates: 1 });
        expect(await world.other.append(project, [event])).toEqual({ stored: 0, duplicates: 1 });
        expect(await log.head(project)).toBe(1);
        expect(await readAll(project)).toHaveLength(1);
      });

      test("and takes no place in the log nor changes its person", async () => {
        const project = await world.makeProject();
        const last = makeIncoming({ deviceId: "d-1" });
        const receipt = await log.append(project, [event, event, last, event, last]);
        expect(receipt).toEqual({ stored: 3, duplicates: 2 });
        const events = await readAll(project);
        expect(offsetsOf(events)).toEqual([1, 2, 3]);
        expect(await peopleOf(events, "n")).toEqual([{ n: 1 }, { n: 1 }, { n: 1 }]);
      });

      test.each([
        ["the device differs", { ...event, deviceId: "d-2" }],
        ["it came without a device", { ...event, deviceId: null }],
        ["the insert_id differs", { ...event, insertId: "other" }],
        ["there is none", { ...event, insertId: null }],
      ])("but not when %s", async (_, different) => {
        const project = await world.makeProject();
        await log.append(project, [event, { ...event, insertId: null }]);
        expect(await log.append(project, [different])).toEqual({ stored: 1, duplicates: 0 });
      });

      test("but not in another project", async () => {
        await stored(event);
        expect(await stored(event)).toHaveLength(1);
      });
    });

    describe("many append at once", () => {
      test("no reader ever skips or repeats, with many writers in two processes", async () => {
        const project = await world.makeProject();
        const logs = [log, world.other];
        const writing = { done: false };
        const readers = Array.from({ length: 3 }, () => readUntil(project, writing));
        const writers = Array.from({ length: 8 }, async (_, writer) => {
          for (let n = 0; n < 60; n++) {
            const events = upTo(1 + ((writer + n) % 5)).map((k) =>
              makeIncoming({ userId: `user-${writer}-${k}`, payload: { n, writer } }),
            );
            await logs[(writer + n) % 2]?.append(project, events);
          }
        });
        await Promise.all(writers);
        writing.done = true;
        const expected = upTo(await log.head(project));
        expect(expected).toHaveLength(8 * 60 * 3);
        for (const read of await Promise.all(readers)) {
          expect([...read].sort((a, b) => a - b)).toEqual(expected);
        }
      });

      /** Follows all shards by their own positions until the writers are done and nothing is left. */
      async function readUntil(project: ProjectId, writing: { readonly done: boolean }) {
        const positions = new Map(ALL_SHARDS.map((shard) => [shard, 0 as Offset]));
        const seen: number[] = [];
        for (;;) {
          const wasDone = writing.done;
          const shards = [...positions].map(([shard, position]) => ({ shard, position }));
          const page = await log.read(project, shards, 7);
          for (const { shard, offset } of page) {
            expect(offset).toBeGreaterThan(positions.get(shard) ?? 0);
            positions.set(shard, offset);
            seen.push(offset);
          }
          if (page.length === 0 && wasDone) return seen;
          await new Promise((resolve) => setImmediate(resolve));
        }
      }

      test("one insert_id is stored once, and a new user is one person", async () => {
        const project = await world.makeProject();
        const once = makeIncoming({ userId: "new", insertId: "once", deviceId: "d" });
        const both = [once, makeIncoming({ userId: "new", deviceId: "d" })];
        const receipts = await Promise.all(
          upTo(20).map((n) => (n % 2 === 0 ? log : world.other).append(project, both)),
        );
        expect(receipts.filter(({ stored: n }) => n === 2)).toHaveLength(1);
        const people = (await readAll(project)).map(({ personId }) => personId);
        expect(people).toHaveLength(21);
        expect(new Set(people).size).toBe(1);
      });
    });

    describe("a request that cannot be stored", () => {
      const poison = makeIncoming({ eventType: "nul\u0000byte" });

      test("fails alone: those sent beside it are stored", async () => {
        const project = await world.makeProject();
        const requests = [[makeIncoming()], [makeIncoming(), poison], [makeIncoming()]];
        const results = await Promise.allSettled(requests.map((all) => log.append(project, all)));
        expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
        expect(await log.head(project)).toBe(2);
      });

      test("leaves nothing behind", async () => {
        const project = await world.makeProject();
        const update = makeIncoming({ insertId: "x", operations: operators({ $add: { n: 1 } }) });
        await expect(log.append(project, [update, poison])).rejects.toMatchObject({
          code: "invalid_input",
        });
        expect(await log.head(project)).toBe(0);
        const receipt = await log.append(project, [update, makeIncoming()]);
        expect(receipt).toEqual({ stored: 2, duplicates: 0 });
        expect(await peopleOf(await readAll(project), "n")).toEqual([{ n: 1 }, { n: 1 }]);
      });
    });
  });
}
