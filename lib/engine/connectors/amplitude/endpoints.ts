import type { EndpointName } from "./parameters";

// What Amplitude's two endpoints for events take.

interface Endpoint {
  readonly path: string;
  /** Bytes of a request's body, with room for the key. */
  readonly bytesMax: number;
  readonly eventsMax: number;
  /** After "too many requests", when the answer says nothing else. */
  readonly pauseMs: number;
}

/** The API key and the words around the events. */
const ROOM_BYTES = 2_000;

export const ENDPOINTS: Readonly<Record<EndpointName, Endpoint>> = {
  // Docs, Batch Event Upload: at most 20 MB and 2,000 events; wait 15 seconds after a 429.
  batch: {
    path: "/batch",
    // Far below the 20 MB that are allowed: a body is held in memory while it is sent.
    bytesMax: 4_000_000 - ROOM_BYTES,
    eventsMax: 1_000,
    pauseMs: 15_000,
  },
  // Docs, HTTP V2: less than 1 MB and less than 2,000 events; wait 30 seconds after a 429.
  http_v2: {
    path: "/2/httpapi",
    bytesMax: 1_000_000 - ROOM_BYTES,
    eventsMax: 1_000,
    pauseMs: 30_000,
  },
};
