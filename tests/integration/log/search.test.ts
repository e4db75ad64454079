import type { Pool } from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { findPeople } from "@/lib/admin/people/find-people";
import { NAMED_PEOPLE_MAX, peopleNamed } from "@/lib/admin/people/people-named";
import { createProject } from "@/lib/admin/projects/create-project";
import { createSync } from "@/lib/admin/syncs/create-sync";
import { deleteSync } from "@/lib/admin/syncs/delete-sync";
import { fillSearch } from "@/lib/engine/store/search/fill-search";
import { nameSearched } from "@/lib/engine/store/search/name-searched";
import { BOOK_ROWS_MAX } from "@/lib/engine/store/search/search-book";
import { LIST_VALUES_MAX } from "@/lib/engine/store/search/search-text";
import type { ProjectId } from "@/lib/kernel/brand";
import type { JsonObject } from "@/lib/kernel/json";
import { createPool } from "@/lib/platform/postgres/pool";
import { ingest } from "@/tests/integration/verbs/events";
import { createWorld, type World } from "@/tests/integration/verbs/world";

// People are found by what is true of them now, however it came about.

let world: World;
let pool: Pool;
let projectId: ProjectId;
beforeAll(async () => {
  world = await createWorld();
  pool = createPool(world.url, 4, "test");
});
beforeEach(async () => {
  projectId = (await createProject(world.system, { name: "Shop" })).id;
});
afterAll(async () => {
  await pool.end();
  await world.close();
});

const makeSync = (settings: Record<string, unknown>) =>
  createSync(world.system, {
    projectId,
    name: "Marketing",
    config: { site_id: "site-1" },
    settings,
  });

/** One upload of identifies: who, and what is done to them. */
const identify = (...events: readonly (readonly [string, JsonObject])[]) =>
  ingest(
    world.url,
    projectId,
    events.map(([user_id, user_properties]) => ({
      event_type: "$identify",
      user_id,
      user_properties,
    })),
  );

async function keepSearch() {
  await nameSearched(pool);
  while (await fillSearch(pool)) {}
}

async function usersNamed(text: string): Promise<readonly (string | null)[]> {
  const { ids } = await peopleNamed(world.db, projectId, text);
  const rows = await world.db.person.findMany({ where: { id: { in: ids.map(BigInt) } } });
  return rows.map(({ userId }) => userId).sort();
}

async function valuesKept(): Promise<number> {
  const properties = await world.db.searchProperty.findMany({ where: { projectId } });
  const propertyId = { in: properties.map(({ id }) => id) };
  return world.db.searchValue.count({ where: { propertyId } });
}

describe("a person is found", () => {
  test("by e-mail as it is now, in any case and from its beginning", async () => {
    await identify(
      ["ann-1", { email: "Ann@Example.com" }],
      ["bob-1", { email: "bob@example.com" }],
    );
    expect(await usersNamed(" ann@example.com ")).toEqual(["ann-1"]);
    const found = await findPeople(world.system, { projectId, q: "ANN@ex" });
    expect(found).toMatchObject({
      people: [{ userId: "ann-1", foundBy: { property: "email", value: "ann@example.com" } }],
      filling: false,
    });
    await identify(["ann-1", { $set: { email: "ann@new.example" } }]);
    expect(await usersNamed("ann@example.com")).toEqual([]);
    expect(await usersNamed("ann@new.example")).toEqual(["ann-1"]);
    await identify(["ann-1", { $unset: { email: "-" } }]);
    expect(await usersNamed("ann@new.example")).toEqual([]);
    expect(await valuesKept()).toBe(3);
  });

  test("by user id and device, by the Amplitude ID only when asked so", async () => {
    await ingest(world.url, projectId, [
      { event_type: "A", device_id: "phone-1" },
      { event_type: "A", user_id: "Ann-1", device_id: "phone-1" },
    ]);
    const [person] = await world.db.person.findMany({ where: { projectId } });
    expect(await usersNamed("phone-1")).toEqual(["Ann-1"]);
    expect(await usersNamed("ann-1")).toEqual(["Ann-1"]);
    expect(await usersNamed(String(person?.id))).toEqual([]);
    expect(await usersNamed(`amplitude_id:${person?.id}`)).toEqual(["Ann-1"]);
  });

  test("by what a sync sends or takes as identifier, also who was there before, until no sync does", async () => {
    await identify(["ann-1", { crm: 9007199254740991, nick: "Annie", city: "Oslo" }]);
    await identify(["bob-1", { nick: ["Bobby", "Rob"] }]);
    const sync = await makeSync({ identifier: "gp:crm", userProperties: ["nick"] });
    await nameSearched(pool);
    expect((await findPeople(world.system, { projectId, q: "annie" })).filling).toBe(true);
    await keepSearch();
    expect(await usersNamed("annie")).toEqual(["ann-1"]);
    expect(await usersNamed("9007199254740991")).toEqual(["ann-1"]);
    expect(await usersNamed("rob")).toEqual(["bob-1"]);
    expect(await usersNamed("oslo")).toEqual([]);
    await identify(["bob-1", { $remove: { nick: "Rob" } }], ["eve-1", { nick: "Rob" }]);
    expect(await usersNamed("rob")).toEqual(["eve-1"]);
    await deleteSync(world.system, { id: sync.id });
    await keepSearch();
    expect(await usersNamed("annie")).toEqual([]);
    expect(await valuesKept()).toBe(3);
  });

  test("whatever the value is", async () => {
    const long = `x${"y".repeat(9_000)}`;
    const values = ["nul\0nul", "half\ud800", "  ", long, "İstanbul", { a: 1 }, [["deep"]], true];
    for (const [index, value] of values.entries())
      await identify([`user-${index}`, { email: value }]);
    expect(await usersNamed(long)).toEqual(["user-3"]);
    expect(await usersNamed("nulnul")).toEqual(["user-0"]);
    expect(await usersNamed("i̇stanbul")).toEqual(["user-4"]);
    for (const text of ["", " ", "true", "deep", "%", "_"])
      expect(await usersNamed(text)).toEqual([]);
  });

  test("together with at most so many others", async () => {
    await identify(
      ...Array.from(
        { length: NAMED_PEOPLE_MAX + 1 },
        (_, n) => [`u${n}`, { email: "all" }] as const,
      ),
    );
    const { ids, more } = await peopleNamed(world.db, projectId, "all");
    expect([ids.length, more]).toEqual([NAMED_PEOPLE_MAX, true]);
  });
});

describe("the index is true", () => {
  test("after an upload that changes more than one append writes", async () => {
    const count = Math.ceil(BOOK_ROWS_MAX / LIST_VALUES_MAX) + 1;
    const people = Array.from({ length: count }, (_, n) => {
      const email = Array.from({ length: LIST_VALUES_MAX }, (_each, i) => `${n}-${i}`);
      return [`u${n}`, { email }] as const;
    });
    await identify(...people);
    // As many as one append writes, or more where a busy machine cut it into several.
    expect(await valuesKept()).toBeGreaterThanOrEqual(BOOK_ROWS_MAX);
    await keepSearch();
    expect(await valuesKept()).toBe(count * (LIST_VALUES_MAX + 1));
    expect(await usersNamed(`${count - 1}-0`)).toEqual([`u${count - 1}`]);
  });

  test("after a program of an older version has appended beside", async () => {
    await identify(["ann-1", { email: "ann@x" }]);
    await pool.query(`UPDATE people SET properties = '{"email":"old@x"}' WHERE project_id = $1`, [
      projectId,
    ]);
    await pool.query("UPDATE log_heads SET last_offset = last_offset + 1 WHERE project_id = $1", [
      projectId,
    ]);
    expect(await usersNamed("old@x")).toEqual([]);
    expect(await usersNamed("ann@x")).toEqual([]);
    await identify(["bob-1", { email: "bob@x" }]);
    await keepSearch();
    expect(await usersNamed("old@x")).toEqual(["ann-1"]);
  });

  test("after any changes, with properties searched and not while they come in", async () => {
    const random = seeded(20_261_128);
    const pick = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)] as T;
    const users = ["u1", "u2", "u3", "u4"];
    const names = ["email", "nick", "crm"];
    const values = ["a", "A ", "b", 7, 7.5, ["a", "b"], null, "c\0", { a: 1 }];
    const operation = (): JsonObject => {
      const one = { [pick(names)]: pick(values) };
      const operator = pick(["$set", "$setOnce", "$unset", "$append", "$remove", "$clearAll", ""]);
      return operator === "" ? one : { [operator]: one };
    };
    for (let round = 0; round < 12; round++) {
      if (round === 3) await makeSync({ userProperties: ["nick"] });
      if (round === 6) await makeSync({ identifier: "gp:crm" });
      const changes = Array.from({ length: 6 }, () => [pick(users), operation()] as const);
      await Promise.all([identify(...changes), keepSearch()]);
      await keepSearch();
      const searched = await world.db.searchProperty.findMany({ where: { projectId } });
      const people = await world.db.person.findMany({ where: { projectId } });
      for (const text of ["a", "b", "7", "7.5", "c"]) {
        const has = (value: unknown): boolean =>
          Array.isArray(value)
            ? value.some(has)
            : !(value instanceof Object) &&
              String(value ?? "")
                .replace("\0", "")
                .trim()
                .toLowerCase() === text;
        const expected = people
          .filter(({ properties }) => {
            const all: Record<string, unknown> = JSON.parse(properties);
            return searched.some(({ name }) => has(all[name]));
          })
          .map(({ userId }) => userId);
        expect(await usersNamed(text), `round ${round}: ${text}`).toEqual(expected.sort());
      }
    }
  });
});

/** Numbers from 0 to 1 that are the same in each run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
