import type { Bench } from "@/bench/bench";
import { makeEvent, PEOPLE, TENTH_IDENTIFIES } from "@/bench/payload";
import { createProject, createSync, disableSyncs, type Project } from "@/bench/project";
import type { Row } from "@/bench/report";
import { median, medianRatio, percentile } from "@/bench/statistics";
import { peopleNamed, peopleWith } from "@/lib/admin/people/people-named";
import { parseEvent } from "@/lib/engine/pipeline/source/parse-event";
import { createPostgresEventLog } from "@/lib/engine/store/event-log/postgres-event-log";
import { fillSearch } from "@/lib/engine/store/search/fill-search";
import { nameSearched } from "@/lib/engine/store/search/name-searched";
import type { JsonObject } from "@/lib/kernel/json";
import { createDatabase, type Database } from "@/lib/platform/postgres/prisma";

// Finding one of a million people, and what an append pays for it.

const MANY_PEOPLE = 1_000_000;
const LOADED_AT_ONCE = 50_000;
const SEARCHES = 200;
const GROUP_EVENTS = 500;
const GROUPS = 40;

export async function peopleSearch(bench: Bench): Promise<readonly Row[]> {
  const { world, say } = bench;
  const project = await createProject(world.pool);
  await createSync(world, project, { site: "people-search" });
  await disableSyncs(world.pool);
  say(`  loading ${MANY_PEOPLE.toLocaleString("en-US")} people`);
  await makePeople(bench, project);
  const startedMs = performance.now();
  await nameSearched(world.pool);
  // The workers fill as well.
  while (await isFilling(bench)) await fillSearch(world.pool);
  const fillSeconds = (performance.now() - startedMs) / 1_000;
  await world.pool.query("ANALYZE people; ANALYZE search_values");
  const db = createDatabase(world.databaseUrl);
  try {
    const whole = await timesOf((n) => findWhole(db, project, n));
    const beginning = await timesOf(async (n) => {
      await peopleWith(db, project.id, `user-${n}`, "beginning", 50);
    });
    const of = `of ${MANY_PEOPLE.toLocaleString("en-US")}`;
    return [
      searched(`one ${of} people by e-mail, p99`, whole),
      searched(`50 ${of} people by the beginning of a value, p99`, beginning),
      { figure: `filling the search with ${of} people`, measured: fillSeconds, unit: "s" },
      await appending(bench, false),
      await appending(bench, true),
    ];
  } finally {
    await db.$disconnect();
  }
}

async function isFilling({ world }: Bench): Promise<boolean> {
  const { rows } = await world.pool.query(
    "SELECT 1 FROM search_properties WHERE filled_to < fill_until LIMIT 1",
  );
  return rows.length > 0;
}

const searched = (figure: string, times: readonly number[]): Row => ({
  figure,
  measured: percentile(times, 0.99),
  unit: "ms",
  budget: { of: "measured", atMost: 100 },
});

async function timesOf(search: (n: number) => Promise<void>): Promise<readonly number[]> {
  const times: number[] = [];
  for (let i = 0; i < SEARCHES; i++) {
    const startedMs = performance.now();
    await search(1 + ((i * 7_919 * 131) % MANY_PEOPLE));
    times.push(performance.now() - startedMs);
  }
  return times;
}

async function findWhole(db: Database, { id }: Project, n: number): Promise<void> {
  const { ids } = await peopleNamed(db, id, `Person.${n}@example.com`);
  if (ids.length !== 1) throw new Error(`${ids.length} people are person ${n}`);
}

/** With an e-mail of their own, and the properties that the bench's syncs send. */
async function makePeople({ world }: Bench, { id }: Project): Promise<void> {
  for (let from = 0; from < MANY_PEOPLE; from += LOADED_AT_ONCE) {
    await world.pool.query(
      `INSERT INTO people (project_id, user_id, properties, first_seen, updated_at)
     SELECT $1, 'user-' || n, json_build_object('email', 'person.' || n || '@example.com',
       'plan', CASE WHEN n % 3 = 0 THEN 'premium' ELSE 'free' END, 'city', 'City ' || n % 300, 'songs_played', n % 1000)::text,
       now(), now()
     FROM generate_series($2::bigint + 1, $2 + $3) AS n`,
      [id, from, LOADED_AT_ONCE],
    );
  }
}

/** The same groups in turn, with search_values and the index of a person's events, and without both. */
async function appending(bench: Bench, identify: boolean): Promise<Row> {
  const { world, say } = bench;
  const log = createPostgresEventLog(world.pool);
  const [withSearch, without] = [await createProject(world.pool), await createProject(world.pool)];
  await createSync(world, withSearch, { site: "people-search" });
  await disableSyncs(world.pool);
  await nameSearched(world.pool);
  let seq = 0;
  const append = async ({ id }: Project): Promise<number> => {
    const events = Array.from({ length: GROUP_EVENTS }, () =>
      parse(makeEvent(seq++, identify ? TENTH_IDENTIFIES : {})),
    );
    const startedMs = performance.now();
    await log.append(id, events);
    return performance.now() - startedMs;
  };
  for (let i = 0; i < PEOPLE / 100; i++)
    for (const project of [withSearch, without]) await append(project);
  const times = { measured: [] as number[], floor: [] as number[] };
  for (let i = 0; i < GROUPS; i++) {
    await setPersonIndex(world.pool, true);
    await append(withSearch);
    times.measured.push(await append(withSearch));
    await setPersonIndex(world.pool, false);
    await searchNothing(bench, without);
    await append(without);
    times.floor.push(await append(without));
  }
  await setPersonIndex(world.pool, true);
  say(`  appended ${GROUPS * GROUP_EVENTS * 2} events each`);
  return {
    figure: `append of ${GROUP_EVENTS} events${identify ? ", every tenth changes three searched values" : ""}: with search and a person's index, against without`,
    measured: median(times.measured),
    unit: "ms",
    floor: median(times.floor),
    ratio: medianRatio(times.measured, times.floor),
    budget: { of: "ratio", atMost: 1.05 },
  };
}

/** The workers name again what people are found by: an append MUST follow at once. */
async function searchNothing({ world }: Bench, { id }: Project): Promise<void> {
  await world.pool.query("DELETE FROM search_properties WHERE project_id = $1", [id]);
  await world.pool.query("UPDATE log_heads SET search_version = 0 WHERE project_id = $1", [id]);
}

const setPersonIndex = (pool: Bench["world"]["pool"], is: boolean) =>
  pool.query(
    is
      ? `CREATE INDEX IF NOT EXISTS events_without_changes ON events (project_id, person_id, "offset") WHERE user_changes IS NULL`
      : "DROP INDEX events_without_changes",
  );

function parse(raw: object) {
  const parsed = parseEvent(raw as JsonObject, {
    source: "http_v2",
    receivedMs: Date.now(),
    clientUploadMs: null,
    idCharsMin: 5,
    remoteAddress: null,
  });
  if (!parsed.ok) throw new Error("an event of the bench was refused");
  return parsed.value;
}
