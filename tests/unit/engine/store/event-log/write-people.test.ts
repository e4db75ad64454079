import type { PoolClient } from "pg";
import { expect, test } from "vitest";
import { PersonProperties } from "@/lib/engine/pipeline/source/person-properties";
import type { PersonState } from "@/lib/engine/store/event-log/people-cache";
import { writePeople } from "@/lib/engine/store/event-log/write-people";
import type { PersonId, ProjectId } from "@/lib/kernel/brand";

const makePerson = (id: number, chars: number): PersonState => ({
  id: id as PersonId,
  userId: `user-${id}`,
  devices: new Set(),
  chars,
  loaded: { all: new PersonProperties({ text: "x".repeat(chars) }), recent: null },
  stateDay: null,
  stateChars: 0,
});

/** The ids and the characters of each statement that is sent. */
async function statementsFor(people: readonly PersonState[]) {
  const sent: { readonly ids: readonly number[]; readonly chars: number }[] = [];
  const client = {
    query: async ({ values }: { readonly values: readonly unknown[] }) => {
      const ids = values.find((value) => Array.isArray(value)) as readonly number[];
      sent.push({ ids, chars: JSON.stringify(values).length });
      return { rows: [] };
    },
  };
  await writePeople(client as unknown as PoolClient, 1 as ProjectId, people, 0);
  return sent;
}

test("people as large as an upload are written a statement at a time, each once", async () => {
  const people = Array.from({ length: 400 }, (_, id) => makePerson(id, 5_000));
  const sent = await statementsFor(people);
  expect(Math.max(...sent.map(({ chars }) => chars))).toBeLessThan(300_000);
  expect(sent.flatMap(({ ids }) => ids)).toEqual(people.map(({ id }) => id));
});

test("small people share statements of a thousand", async () => {
  const sent = await statementsFor(Array.from({ length: 2_500 }, (_, id) => makePerson(id, 10)));
  expect(sent.map(({ ids }) => ids.length)).toEqual([1_000, 1_000, 500]);
});

test("without anybody nothing is sent", async () => {
  expect(await statementsFor([])).toEqual([]);
});
