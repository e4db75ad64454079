import type { PoolClient } from "pg";
import type { ProjectId } from "@/lib/kernel/brand";
import { stringifyJson } from "@/lib/kernel/stringify-json";
import { timestamp } from "@/lib/platform/postgres/copy";
import type { PersonState } from "./people-cache";

// A large person is not written anew for each small change: what changed since is kept beside, until it has grown.

/** Up to here a person is written whole: as large as an index and a row's overhead make any write. */
const WHOLE_CHARS_MAX = 4 * 1_024;
const RECENT_CHARS_MAX = 8 * 1_024;

/** People and characters of their properties in one statement: some 10 ms of the process. */
const STATEMENT_PEOPLE_MAX = 1_000;
const STATEMENT_CHARS_MAX = 256 * 1_024;

/**
 * Inserts and updates people; all of them are loaded or unchanged in their properties. Their texts are made a statement
 * at a time: all of an upload's people together may be as large as the upload.
 */
export async function writePeople(
  client: PoolClient,
  project: ProjectId,
  people: Iterable<PersonState>,
  nowMs: number,
): Promise<void> {
  let whole: [PersonState, string][] = [];
  let recent: [PersonState, string | null][] = [];
  let chars = 0;
  const write = async () => {
    if (whole.length > 0) await writeWhole(client, project, whole, nowMs);
    if (recent.length > 0) await writeRecent(client, recent, nowMs);
    whole = [];
    recent = [];
    chars = 0;
  };
  for (const person of people) {
    const changed = recentText(person);
    if (changed === undefined) {
      const text = wholeText(person);
      whole.push([person, text]);
      chars += text.length;
    } else {
      recent.push([person, changed]);
      chars += changed?.length ?? 0;
    }
    const count = whole.length + recent.length;
    if (count >= STATEMENT_PEOPLE_MAX || chars >= STATEMENT_CHARS_MAX) await write();
  }
  await write();
}

/** JSON of what changed since the person was written whole; null: nothing; undefined: it must be written whole. */
function recentText({ loaded, chars }: PersonState): string | null | undefined {
  if (loaded === null) return null;
  if (loaded.recent === null || chars <= WHOLE_CHARS_MAX) return undefined;
  if (loaded.recent.size === 0) return null;
  const text = stringifyJson(Object.fromEntries(loaded.recent));
  return text.length > RECENT_CHARS_MAX ? undefined : text;
}

function wholeText({ loaded }: PersonState): string {
  if (loaded === null) throw new Error("a person is written whole who was not loaded");
  loaded.recent = new Map();
  return stringifyJson(loaded.all.toJson());
}

async function writeWhole(
  client: PoolClient,
  project: ProjectId,
  rows: readonly (readonly [PersonState, string])[],
  nowMs: number,
): Promise<void> {
  await client.query({
    name: "write-people",
    text: `INSERT INTO people (id, project_id, user_id, properties, state_day, state_chars, first_seen, updated_at)
           SELECT p.id, $1, p.user_id, p.properties, p.state_day, p.state_chars, $7::timestamptz, $7::timestamptz
           FROM unnest($2::bigint[], $3::text[], $4::text[], $5::date[], $6::int[])
             AS p(id, user_id, properties, state_day, state_chars)
           ON CONFLICT (id) DO UPDATE SET user_id = EXCLUDED.user_id, properties = EXCLUDED.properties, recent = NULL,
             state_day = EXCLUDED.state_day, state_chars = EXCLUDED.state_chars, updated_at = EXCLUDED.updated_at`,
    values: [
      project,
      rows.map(([person]) => person.id),
      rows.map(([person]) => person.userId),
      rows.map(([, text]) => text),
      rows.map(([person]) => person.stateDay),
      rows.map(([person]) => person.stateChars),
      timestamp(nowMs),
    ],
  });
}

async function writeRecent(
  client: PoolClient,
  rows: readonly (readonly [PersonState, string | null])[],
  nowMs: number,
): Promise<void> {
  await client.query({
    name: "write-recent",
    text: `UPDATE people SET user_id = p.user_id, recent = coalesce(p.recent, people.recent),
             state_day = p.state_day, state_chars = p.state_chars, updated_at = $6::timestamptz
           FROM unnest($1::bigint[], $2::text[], $3::text[], $4::date[], $5::int[])
             AS p(id, user_id, recent, state_day, state_chars)
           WHERE people.id = p.id`,
    values: [
      rows.map(([person]) => person.id),
      rows.map(([person]) => person.userId),
      rows.map(([, text]) => text),
      rows.map(([person]) => person.stateDay),
      rows.map(([person]) => person.stateChars),
      timestamp(nowMs),
    ],
  });
}
