import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { endpointAt } from "@/lib/engine/ingest/endpoint";
import type { Steps } from "@/lib/engine/ingest/http/turns";
import { parseLarge, scanLarge } from "@/lib/engine/ingest/upload/read-large";
import { readFields, readUpload } from "@/lib/engine/ingest/upload/read-upload";
import { type Bench, makeEvent, makeIngest, type Sent, send, upload } from "./make-ingest";

const MEGABYTE = 1_048_576;

/** Runs it at once, and counts how often it would have let others go first. */
function run<T>(steps: Steps<T>): { value: T; yields: number } {
  for (let yields = 0; ; yields++) {
    const step = steps.next();
    if (step.done) return { value: step.value, yields };
  }
}

const endpoint = (path = "/batch") => endpointAt(path) ?? expect.unreachable(path);

/** What stands in the fields; where several may hold the events, it is the first that does. */
const uploadOf = (fields: ReturnType<typeof readFields>) =>
  fields.ok ? readUpload(fields.value, endpoint()) : fields;

function readInSteps(text: string, path?: string, contentType?: string) {
  const scanned = run(scanLarge(Buffer.from(text), contentType, endpoint(path))).value;
  return scanned.ok ? run(parseLarge(scanned.value)).value : scanned;
}

describe("a large body has the fields of a small one", () => {
  test("any object, with and without lists of events", () => {
    const events = fc.oneof(
      fc.array(fc.jsonValue(), { maxLength: 5 }),
      fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { maxLength: 5 }),
      fc.jsonValue(),
    );
    const body = fc.record(
      { api_key: fc.jsonValue(), events, event: events, options: fc.jsonValue() },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(body, fc.constantFrom(undefined, 1, "\t"), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(uploadOf(readInSteps(text))).toEqual(uploadOf(readFields(text, undefined)));
      }),
    );
  });

  test("what is no JSON is none in steps either", () => {
    const text = upload([makeEvent(), makeEvent({ a: [1, { b: "x" }] })]);
    fc.assert(
      fc.property(
        fc.nat(text.length - 1),
        fc.constantFrom("", "}", "]", '"', ",", ":"),
        (at, c) => {
          const broken = text.slice(0, at) + c + text.slice(at + 1);
          const [read, expected] = [readInSteps(broken), readFields(broken, undefined)];
          if (expected.ok) expect(read).toEqual(expected);
          else expect(read.ok).toBe(false);
        },
      ),
      { numRuns: 500 },
    );
  });

  test.each([
    ["a list", [makeEvent()], [makeEvent()]],
    ["a single event", makeEvent(), [makeEvent()]],
  ])("%s of events in a form, as one large text", (_name, sent, expected) => {
    const padded = JSON.stringify(sent) + " ".repeat(70_000);
    const form = new URLSearchParams({ api_key: "k", event: padded }).toString();
    expect(readInSteps(form, "/2/httpapi", "application/x-www-form-urlencoded")).toEqual({
      ok: true,
      value: { api_key: "k", event: expected },
    });
  });
});

describe("others are served in between", () => {
  /** Turns of the event loop while the request is answered. */
  async function turnsDuring(bench: Bench, sent: Sent): Promise<number> {
    let turns = 0;
    let isDone = false;
    const count = () => {
      turns++;
      if (!isDone) setImmediate(count);
    };
    setImmediate(count);
    await send(bench, sent);
    isDone = true;
    return turns;
  }
  const fill = (unit: string, bytes: number) => unit.repeat(Math.floor(bytes / unit.length));
  const many = (events: number, properties: object) =>
    Array.from({ length: events }, () => makeEvent({ event_properties: properties }));

  test.each([
    ["blanks", upload([makeEvent()]) + " ".repeat(19 * MEGABYTE)],
    ["one text", upload([makeEvent({ city: "x".repeat(19 * MEGABYTE) })])],
    ["brackets", `{"api_key":"x","events":[${"[".repeat(19 * MEGABYTE)}`],
    ["an unknown field", `{"api_key":"x","a":[${fill("{},", 19 * MEGABYTE)}{}],"events":[]}`],
    ["events", upload(many(2_000, { text: "x".repeat(1_000), list: [1, 2, 3] }))],
  ])("%s", async (_name, body) => {
    const bytes = Buffer.from(body);
    const turns = await turnsDuring(makeIngest(), { path: "/batch", body: bytes });
    expect(turns).toBeGreaterThan(bytes.length / (2 * 262_144));
  });

  test("the steps of a batch are many, whatever its shape", () => {
    const body = Buffer.from(upload(many(2_000, { a: "x".repeat(200) })));
    const scanned = run(scanLarge(body, undefined, endpoint())).value;
    if (!scanned.ok) throw new Error(scanned.error.kind);
    expect(run(parseLarge(scanned.value)).yields).toBeGreaterThan(body.length / 131_072);
  });
});

describe("bombs are refused before anything is made of them", () => {
  const batch = (body: string | Uint8Array, encoding?: string) =>
    send(makeIngest(), { path: "/batch", body, ...(encoding !== undefined && { encoding }) });
  const tooLarge = { code: 413, error: "Payload too large" };

  test("an unknown key is found in a large body that is never parsed", async () => {
    // Parsing would have said that the events are no JSON.
    const events = Array.from({ length: 100 }, () => `{"event_type":"${"x".repeat(1_000)}",}`);
    const { json } = await batch(`{"api_key":"nobody","events":[${events.join(",")}]}`);
    expect(json).toEqual({ code: 400, error: "Invalid API key: nobody" });
  });

  test.each([
    ["too many events", `{"api_key":"x","events":[${"{},".repeat(2_000_000)}{}]}`],
    ["too many values", upload(Array.from({ length: 2_000 }, () => [...Array(300).keys()]))],
    ["too many fields", `{${Array.from({ length: 20_000 }, (_, i) => `"f${i}":1`).join()}}`],
  ])("%s", async (_name, body) => {
    expect((await batch(gzipSync(body), "gzip")).json).toEqual(tooLarge);
  });

  test("too many fields of a form", async () => {
    const type = "application/x-www-form-urlencoded";
    const sent = { body: "a=1&".repeat(20_000), type };
    expect((await send(makeIngest(), sent)).json).toEqual(tooLarge);
  });

  const problem = (why: string, field = "event_properties") => ({
    code: 400,
    error: `Invalid field values on some events: ${field} of events[1] ${why}`,
    events_with_invalid_fields: { [field]: [1] },
    events_with_missing_fields: {},
  });
  const second = (event_properties: unknown) =>
    upload([makeEvent(), makeEvent({ event_properties })]);

  test("an event with too many values is named", async () => {
    const { json } = await batch(second({ list: Array.from({ length: 40_000 }, () => 1) }));
    expect(json).toEqual(problem("has more than 32768 values"));
  });

  test("an event that is too large is named", async () => {
    const { json } = await batch(second({ text: "x".repeat(MEGABYTE) }));
    expect(json).toEqual(problem("is larger than 1048576 bytes"));
  });

  test("an event that is too deep is named", async () => {
    const deep = `${"[".repeat(50_000)}${"]".repeat(50_000)}`;
    const { json } = await batch(second("HERE").replace('"HERE"', `{"a":${deep}}`));
    expect(json).toEqual(problem("is deeper than 40 levels"));
  });
});

test("an upload whose client has left is not read any further", async () => {
  const bench = makeIngest();
  const lease = bench.ingest.budget.open("client", () => undefined);
  const answer = bench.ingest.handle({
    method: "POST",
    path: "/batch",
    query: "",
    contentType: undefined,
    contentEncoding: undefined,
    header: () => undefined,
    body: Buffer.from(upload([makeEvent({ city: "x".repeat(MEGABYTE / 2) })])),
    remoteAddress: null,
    lease,
  });
  lease.close();
  expect((await answer).status).toBe(503);
  expect(bench.log.appends).toBe(0);
});
