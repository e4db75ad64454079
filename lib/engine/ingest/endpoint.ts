import type { Answer } from "@/lib/engine/ingest/answers/answer";
import { toJsonAnswer } from "@/lib/engine/ingest/answers/json-answer";
import { toTextAnswer } from "@/lib/engine/ingest/answers/text-answer";
import type { Source } from "@/lib/engine/pipeline/source/event";
import { ID_CHARS_MIN } from "@/lib/engine/pipeline/source/identity";
import {
  toGroupIdentifyEvent,
  toIdentifyEvent,
} from "@/lib/engine/pipeline/source/parse-identification";
import type { JsonObject } from "@/lib/kernel/json";
import type { Outcome } from "./rejection";

// The four public endpoints and what differs between them.

const MEGABYTE = 1_048_576;

export interface Endpoint {
  readonly source: Source;
  /** As in an Allow header. */
  readonly methods: string;
  readonly acceptsGet: boolean;
  /** A body of more bytes, before or after decompression, is answered 413. */
  readonly bodyBytesMax: number;
  readonly eventsMax: number;
  /** Of a user_id or device_id, unless the request says otherwise. */
  readonly idCharsMin: number;
  /** Fields that may hold the events, in the order in which they are looked for. */
  readonly eventFields: readonly [string, ...string[]];
  /** One sent object as the event it stands for; a string names the field that is invalid. */
  toEvent(raw: JsonObject): JsonObject | string;
  toAnswer(outcome: Outcome): Answer;
}

const uploads = {
  idCharsMin: ID_CHARS_MIN,
  methods: "POST, OPTIONS",
  acceptsGet: false,
  // `event` and `e` are the form fields of older clients.
  eventFields: ["events", "event", "e"],
  toEvent: (raw) => raw,
  toAnswer: toJsonAnswer,
} as const satisfies Partial<Endpoint>;

const identifications = {
  idCharsMin: ID_CHARS_MIN,
  methods: "GET, POST, OPTIONS",
  acceptsGet: true,
  bodyBytesMax: MEGABYTE,
  eventFields: ["identification"],
  toAnswer: toTextAnswer,
} as const satisfies Partial<Endpoint>;

const ENDPOINTS: ReadonlyMap<string, Endpoint> = new Map([
  // Docs, HTTP V2: "under 1 MB with fewer than 2000 events per request".
  [
    "/2/httpapi",
    { ...uploads, source: "http_v2", bodyBytesMax: MEGABYTE - 1, eventsMax: 1999 } as const,
  ],
  // Docs, Batch: "20 MB", "2000 events".
  [
    "/batch",
    { ...uploads, source: "batch", bodyBytesMax: 20 * MEGABYTE, eventsMax: 2000 } as const,
  ],
  [
    "/identify",
    {
      ...identifications,
      source: "identify",
      eventsMax: 2000,
      toEvent: toIdentifyEvent,
    } as const,
  ],
  // Docs, Group Identify: "1024 identifies" and "1 MB" per request.
  [
    "/groupidentify",
    {
      ...identifications,
      source: "group_identify",
      eventsMax: 1024,
      toEvent: toGroupIdentifyEvent,
    } as const,
  ],
]);

/** The endpoint at a path (without query); one trailing slash is forgiven. */
export const endpointAt = (path: string): Endpoint | undefined =>
  ENDPOINTS.get(path) ?? (path.endsWith("/") ? ENDPOINTS.get(path.slice(0, -1)) : undefined);
