import { gunzipSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { expect } from "vitest";
import { API_KEY, makeIngest, type Sent, send } from "@/tests/unit/engine/ingest/make-ingest";
import { countSteps } from "./count-steps";
import { fuzz } from "./fuzz";
import { jsonTexts, texts } from "./made-up-json";

const paths = fc.constantFrom("/2/httpapi", "/batch", "/identify", "/groupidentify");
const types = fc.constantFrom(
  "application/json",
  "application/x-www-form-urlencoded",
  "text/plain;charset=UTF-8",
  "multipart/form-data; boundary=x",
);

const uploads = fc
  .tuple(jsonTexts, jsonTexts, fc.constantFrom("events", "event", "e", "identification"))
  .map(
    ([first, second, field]) =>
      `{"api_key":"${API_KEY}","${field}":[{"event_type":"A","user_id":"user-1","event_properties":{"x":${first}}},${second}]}`,
  );

/** A body that is nearly right: a byte of it is another, or it ends too early. */
const broken = fc
  .tuple(uploads, fc.nat(), fc.nat(255), fc.boolean())
  .map(([text, at, byte, cut]) => {
    const bytes = Buffer.from(text);
    const place = at % bytes.length;
    if (cut) return bytes.subarray(0, place);
    bytes[place] = byte;
    return bytes;
  });

const forms = fc
  .array(fc.tuple(fc.constantFrom("api_key", "event", "e", "identification"), texts), {
    maxLength: 5,
  })
  .map((fields) =>
    Buffer.from(
      fields
        .map(([name, value]) => `${name}=${encodeURIComponent(value.toWellFormed())}`)
        .join("&"),
    ),
  );

const bodies = fc.oneof(
  uploads.map((text) => Buffer.from(text)),
  broken,
  forms,
);

const requests: fc.Arbitrary<Sent> = fc
  .tuple(paths, types, bodies, fc.boolean())
  .map(([path, type, body, packed]) => ({
    path,
    type,
    body: packed ? gzipSync(body) : body,
    ...(packed && { encoding: "gzip" }),
  }));

const STATUSES = new Set([200, 204, 400, 413, 415, 429]);

fuzz("any request is answered as documented, and nothing is a bug", requests, async (sent) => {
  const bench = makeIngest();
  const { status } = await send(bench, sent);
  expect(bench.reported).toEqual([]);
  expect(STATUSES).toContain(status);
  if (status !== 200) expect(bench.log.incoming).toEqual([]);
});

fuzz("a request takes a few steps per byte", requests, async (sent) => {
  const bench = makeIngest();
  const plain = sent.encoding === undefined ? sent.body : bodyOf(sent);
  const steps = await countSteps(() => send(bench, sent));
  expect(steps).toBeLessThan(5_000 + 200 * (plain?.length ?? 0));
});

function bodyOf({ body }: Sent): Uint8Array {
  return gunzipSync(body as Buffer);
}
