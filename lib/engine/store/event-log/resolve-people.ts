import type { PoolClient } from "pg";
import { NOBODY } from "@/lib/engine/pipeline/log/nobody";
import { PersonProperties } from "@/lib/engine/pipeline/source/person-properties";
import type { PersonId, ProjectId } from "@/lib/kernel/brand";
import type { Identified, PeopleCache, PersonState } from "./people-cache";

// Who did it: Amplitude's identity rules. A user id wins over a device id; an anonymous event of a device belongs
// to the device's last known user; an anonymous person becomes the first new user who signs in on the device.

interface PersonRow {
  readonly id: PersonId;
  readonly user_id: string | null;
  /** Of the properties' JSON, about. */
  readonly chars: number;
  readonly state_day: string | null;
  readonly state_chars: number;
}

const PERSON_FIELDS = `p.id, p.user_id, octet_length(p.properties) + coalesce(octet_length(p.recent), 0) AS chars,
  p.state_day::text AS state_day, p.state_chars`;

/** As an empty person is stored. */
const NO_PROPERTIES = "{}";

/**
 * What the group changed and must write: people to insert or update, those who got their user id, devices whose person is
 * another now.
 */
export interface PeopleChanges {
  readonly people: Set<PersonState>;
  readonly named: PersonState[];
  readonly devices: Map<string, PersonState>;
}

/**
 * The person of each event, in the order of the events, which MUST be the order in which they are stored. All that they
 * name are in the cache as far as there are such (loadPeople).
 */
export async function resolvePeople(
  client: PoolClient,
  events: readonly Identified[],
  cache: PeopleCache,
  changes: PeopleChanges,
): Promise<readonly PersonState[]> {
  const made: PersonState[] = [];
  const people = events.map((event) => resolvePerson(event, cache, changes, made));
  const ids = await reservePersonIds(client, made.length);
  made.forEach((person, index) => {
    const id = ids[index];
    if (id === undefined) throw new Error("fewer person ids reserved than needed");
    person.id = id;
    cache.put(person);
  });
  for (const person of people) if (person.id !== NOBODY) cache.touch(person);
  return people;
}

/** Brings everybody that the events name into the cache. */
export async function loadPeople(
  client: PoolClient,
  project: ProjectId,
  events: readonly Identified[],
  cache: PeopleCache,
): Promise<void> {
  const users = new Set<string>();
  const devices = new Set<string>();
  for (const { userId, deviceId } of events) {
    if (userId !== null && !cache.byUserId.has(userId)) users.add(userId);
    if (deviceId !== null && !cache.byDeviceId.has(deviceId)) devices.add(deviceId);
  }
  if (users.size > 0) await loadUsers(client, project, [...users], cache);
  if (devices.size > 0) await loadDevices(client, project, [...devices], cache);
}

function resolvePerson(
  event: Identified,
  cache: PeopleCache,
  changes: PeopleChanges,
  made: PersonState[],
): PersonState {
  if (event.userId === null && event.deviceId === null) return nobody();
  const onDevice = event.deviceId === null ? undefined : cache.byDeviceId.get(event.deviceId);
  const person = findPerson(event, onDevice, cache) ?? makePerson(changes, made);
  if (event.userId !== null && person.userId === null) {
    person.userId = event.userId;
    cache.byUserId.set(event.userId, person);
    changes.people.add(person);
    changes.named.push(person);
  }
  // Who is on a device now is not told by history.
  const isTold = event.source === "backfill" && onDevice !== undefined;
  if (event.deviceId !== null && onDevice !== person && !isTold) {
    cache.putOnDevice(event.deviceId, person);
    changes.devices.set(event.deviceId, person);
  }
  return person;
}

function findPerson(
  event: Identified,
  onDevice: PersonState | undefined,
  cache: PeopleCache,
): PersonState | undefined {
  if (event.userId === null) return onDevice;
  const known = cache.byUserId.get(event.userId);
  if (known !== undefined) return known;
  return onDevice?.userId === null ? onDevice : undefined;
}

/** Somebody without properties, and without an id so far. */
const nobody = (): PersonState => ({
  id: NOBODY,
  userId: null,
  devices: new Set(),
  chars: 0,
  loaded: { all: new PersonProperties(), recent: null },
  stateDay: null,
  stateChars: 0,
});

/** A new person, whose id is given when it is known how many are new. */
function makePerson(changes: PeopleChanges, made: PersonState[]): PersonState {
  const person = nobody();
  made.push(person);
  changes.people.add(person);
  return person;
}

async function loadUsers(
  client: PoolClient,
  project: ProjectId,
  userIds: readonly string[],
  cache: PeopleCache,
): Promise<void> {
  const { rows } = await client.query<PersonRow>({
    name: "people-by-user-id",
    text: `SELECT ${PERSON_FIELDS} FROM people p WHERE p.project_id = $1 AND p.user_id = ANY($2)`,
    values: [project, userIds],
  });
  for (const row of rows) stateOf(row, cache);
}

async function loadDevices(
  client: PoolClient,
  project: ProjectId,
  deviceIds: readonly string[],
  cache: PeopleCache,
): Promise<void> {
  const { rows } = await client.query<PersonRow & { readonly device_id: string }>({
    name: "people-by-device-id",
    text: `SELECT ${PERSON_FIELDS}, d.device_id FROM devices d JOIN people p ON p.id = d.person_id
           WHERE d.project_id = $1 AND d.device_id = ANY($2)`,
    values: [project, deviceIds],
  });
  for (const row of rows) cache.putOnDevice(row.device_id, stateOf(row, cache));
}

function stateOf(row: PersonRow, cache: PeopleCache): PersonState {
  const existing = cache.byId.get(row.id);
  if (existing !== undefined) return existing;
  const state: PersonState = {
    id: row.id,
    userId: row.user_id,
    devices: new Set(),
    chars: row.chars > NO_PROPERTIES.length ? row.chars : 0,
    loaded: null,
    stateDay: row.state_day,
    stateChars: row.state_chars,
  };
  cache.put(state);
  return state;
}

async function reservePersonIds(client: PoolClient, count: number): Promise<readonly PersonId[]> {
  if (count === 0) return [];
  const { rows } = await client.query<{ readonly id: PersonId }>({
    name: "reserve-person-ids",
    text: "SELECT nextval('people_id_seq') AS id FROM generate_series(1, $1::int)",
    values: [count],
  });
  return rows.map((row) => row.id);
}
