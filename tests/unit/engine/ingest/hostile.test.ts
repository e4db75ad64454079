import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Bench, makeEvent, makeIngest, send, upload } from "./make-ingest";

async function sendAndCheck(bench: Bench, body: string | Uint8Array, encoding?: string) {
  const answer = await send(bench, { body, ...(encoding !== undefined && { encoding }) });
  expect(answer.json?.code).toBe(answer.status);
  expect(bench.reported).toEqual([]);
  return answer;
}

describe("whatever is sent, the answer is JSON with the code of its status, and nothing is a bug", {
  timeout: 60_000,
}, () => {
  test("any JSON body", async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        // The form of the first JavaScript SDK is answered in its words.
        fc.pre(!Object.hasOwn(Object(value), "e"));
        await sendAndCheck(makeIngest(), JSON.stringify(value));
      }),
    );
  });

  test("any events under a valid key", async () => {
    const json = fc.jsonValue({ maxDepth: 1 });
    const key = fc.oneof(
      fc.constantFrom("event_type", "user_id", "device_id", "time", "user_properties", "groups"),
      fc.constantFrom("__proto__", "constructor", "$skip_user_properties_sync", "insert_id"),
    );
    const operations = fc.dictionary(
      fc.constantFrom("$set", "$add", "$append", "$remove", "$unset", "$clearAll", "x"),
      fc.dictionary(fc.constantFrom("a", "__proto__"), json),
    );
    const event = fc
      .dictionary(key, fc.oneof(json, operations), { maxKeys: 5 })
      .map((fields) => ({ ...makeEvent(), ...fields }));
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 4 }), async (events) => {
        const bench = makeIngest();
        const { status } = await sendAndCheck(bench, upload(events));
        expect(bench.log.incoming).toHaveLength(status === 200 ? events.length : 0);
      }),
      { numRuns: 200 },
    );
  });

  test("any bytes, gzipped or not, or called so", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        await sendAndCheck(makeIngest(), bytes);
        await sendAndCheck(makeIngest(), bytes, "gzip");
        await sendAndCheck(makeIngest(), gzipSync(bytes), "gzip");
      }),
    );
  });
});

describe("bodies made to harm", () => {
  const invalidJson = { code: 400, error: "Invalid JSON request body" };

  test("bytes that are not UTF-8 are refused, not repaired", async () => {
    const body = Buffer.from(upload([makeEvent({ city: "K\u00f6ln" })]), "latin1");
    expect((await sendAndCheck(makeIngest(), body)).json).toEqual(invalidJson);
  });

  test.each(["br", "deflate", "zstd", "gzip, gzip"])(
    "Content-Encoding %s is named",
    async (encoding) => {
      const { json } = await sendAndCheck(makeIngest(), "{}", encoding);
      expect(json).toEqual({
        code: 400,
        error: `Unsupported Content-Encoding: ${encoding}. Send the body plain or with gzip.`,
      });
    },
  );

  test("gzip that is cut off is no JSON", async () => {
    const body = gzipSync(upload([makeEvent()])).subarray(0, -10);
    expect((await sendAndCheck(makeIngest(), body, "gzip")).json).toEqual(invalidJson);
  });

  test("nesting: 40 levels pass, 41 and 100,000 are an invalid field", async () => {
    const nested = (levels: number) =>
      upload([makeEvent({ event_properties: "HERE" })]).replace(
        '"HERE"',
        `${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`,
      );
    expect((await sendAndCheck(makeIngest(), nested(40))).status).toBe(200);
    for (const levels of [41, 100_000]) {
      const { json } = await sendAndCheck(makeIngest(), nested(levels));
      expect(json.events_with_invalid_fields).toEqual({ event_properties: [0] });
    }
  });

  test("nesting outside the events cannot harm either", async () => {
    const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
    const body = upload([makeEvent()], { request_metadata: "HERE" }).replace('"HERE"', deep);
    expect((await sendAndCheck(makeIngest(), body)).status).toBe(200);
  });

  test("__proto__ neither pollutes nor passes for a field", async () => {
    const proto = `{"__proto__":${upload([makeEvent()])}}`;
    expect((await sendAndCheck(makeIngest(), proto)).json.missing_field).toBe("api_key");
    const bench = makeIngest();
    const body = upload([makeEvent()]).replace(
      '"user_id"',
      '"__proto__":{"polluted":1},"user_properties":{"__proto__":{"polluted":2}},"user_id"',
    );
    await sendAndCheck(bench, body);
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
    expect(JSON.stringify(bench.log.incoming[0]?.payload)).toContain('"__proto__":{"polluted":1}');
    expect(JSON.stringify(bench.log.incoming[0]?.operations?.plain)).toBe(
      '{"__proto__":{"polluted":2}}',
    );
  });

  test("lone surrogates and NUL: refused in names, kept in values", async () => {
    const bench = makeIngest();
    const body = upload([makeEvent({ event_properties: { a: "HERE" } })]);
    await sendAndCheck(bench, body.replace("HERE", "x\\u0000\\ud800y"));
    expect(bench.log.incoming[0]?.payload["event_properties"]).toEqual({ a: "x\0\ud800y" });
    const { json } = await sendAndCheck(bench, body.replace("user-1", "user-\\ud800"));
    expect(json.events_with_invalid_fields).toEqual({ user_id: [0] });
  });
});
