import { randomUUID } from "node:crypto";
import { postBytes } from "./http-connection";

// Made-up but realistic uploads: events of about 400 bytes with eight event properties, by 2,000 people.

export const PEOPLE = 2_000;
const EVENT_TYPES = ["Song Played", "Song Skipped", "Playlist Opened", "Searched", "Purchase"];
const GENRES = ["Electronic", "Classical", "Hip-Hop", "Folk", "Ambient", "Jazz"];

/** What the benchmark's syncs select. */
export const EVENT_PROPERTIES = [
  "song",
  "artist",
  "album",
  "genre",
  "price",
  "position",
  "shuffle",
  "seq",
] as const;
export const USER_PROPERTIES = ["plan", "city", "songs_played"] as const;

export interface Upload {
  readonly apiKey: string;
  readonly path?: string;
  readonly shape?: EventShape;
}

export interface EventShape {
  /** Every so manieth event is an $identify; absent: none. */
  readonly identifyEvery?: number;
  /** Characters of one more event property. */
  readonly padding?: number;
}

/** Every tenth event changes its person. */
export const TENTH_IDENTIFIES: EventShape = { identifyEvery: 10 };

/** The ids of one of the people. */
export const personOf = (person: number) => ({
  user_id: `user-${person}@example.com`,
  device_id: `6f1d2c3b-8a40-4e5f-9b7a-${String(person).padStart(12, "0")}`,
});

/** One event; `seq` tells them apart, and a person's events follow each other at a distance. */
export function makeEvent(seq: number, { identifyEvery, padding }: EventShape = {}): object {
  const person = (seq * 7_919) % PEOPLE;
  const base = {
    ...personOf(person),
    time: Date.now(),
    insert_id: randomUUID(),
    session_id: 1_700_000_000_000 + person,
    platform: "iOS",
    os_name: "ios",
  };
  if (identifyEvery !== undefined && seq % identifyEvery === identifyEvery - 1) {
    return {
      ...base,
      event_type: "$identify",
      user_properties: {
        $set: { plan: seq % 3 === 0 ? "premium" : "free", city: `City ${seq % 300}` },
        $add: { songs_played: 1 },
      },
    };
  }
  return {
    ...base,
    event_type: EVENT_TYPES[seq % EVENT_TYPES.length],
    event_properties: {
      song: `Song number ${seq % 5_000}`,
      artist: `Artist ${seq % 900}`,
      album: `Album ${seq % 1_500}`,
      genre: GENRES[seq % GENRES.length],
      price: (seq % 2_000) / 100,
      position: seq % 40,
      shuffle: seq % 2 === 0,
      seq,
      ...(padding === undefined ? {} : { padding: "x".repeat(padding) }),
    },
  };
}

/** The request that uploads events `from` … `from + count − 1`. */
export function uploadBytes(upload: Upload, from: number, count: number): Buffer {
  const events = Array.from({ length: count }, (_, i) => makeEvent(from + i, upload.shape));
  return postBytes(upload.path ?? "/2/httpapi", JSON.stringify({ api_key: upload.apiKey, events }));
}

/** All requests of a run, `perRequest` events each, as a source for `closedLoop`. */
export function uploads(upload: Upload, events: number, perRequest: number): () => Buffer | null {
  const requests: Buffer[] = [];
  for (let from = 0; from < events; from += perRequest) {
    requests.push(uploadBytes(upload, from, Math.min(perRequest, events - from)));
  }
  let next = 0;
  return () => requests[next++] ?? null;
}
