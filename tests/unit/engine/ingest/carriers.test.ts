import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { multipartFields } from "@/lib/engine/ingest/upload/multipart";
import { API_KEY, makeEvent, makeIngest, NOW_MS, send, upload } from "./make-ingest";

// The same upload in every wrapping in which it comes, and what is only nearly JSON.

const FORM = "application/x-www-form-urlencoded";
const BOUNDARY = "------------------------d74496d66958873e";
const MULTIPART = `multipart/form-data; boundary=${BOUNDARY}`;

/** As `curl -F` writes it; a value may bring its own headers. */
const multipart = (fields: Record<string, string>) =>
  Object.entries(fields)
    .map(
      ([name, value]) =>
        `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
    )
    .join("")
    .concat(`--${BOUNDARY}--\r\n`);

const person = { user_id: "ann-0001", user_properties: { $set: { city: "Köln" } } };
const group = { group_type: "org", group_value: "acme", group_properties: { $set: { seats: 5 } } };

describe.each([
  ["/2/httpapi", "events", [makeEvent({ insert_id: "i-1" })], '{"code":200'],
  ["/batch", "events", [makeEvent({ insert_id: "i-1" })], '{"code":200'],
  ["/identify", "identification", [person], "success"],
  ["/groupidentify", "identification", [group], "success"],
] as const)("%s", (path, field, events, success) => {
  const fields = { api_key: API_KEY, [field]: JSON.stringify(events) };
  const form = new URLSearchParams(fields).toString();
  const json = JSON.stringify({ api_key: API_KEY, [field]: events });

  test.each([
    ["multipart", { body: multipart(fields), type: MULTIPART }],
    ["gzipped multipart", { body: gzipSync(multipart(fields)), type: MULTIPART, encoding: "gzip" }],
    ["a form", { body: form, type: FORM }],
    ["a form that says it is JSON", { body: form, type: "application/json" }],
    ["a form that says it is text", { body: form, type: "text/plain;charset=UTF-8" }],
    ["JSON", { body: json }],
    ["JSON that says it is multipart", { body: json, type: MULTIPART }],
    ["gzip that does not say so", { body: gzipSync(json) }],
    ["plain that says it is gzip", { body: json, encoding: "gzip" }],
  ])("takes %s", async (_name, sent) => {
    const bench = makeIngest();
    const answer = await send(bench, { path, ...sent });
    expect([answer.status, answer.body.startsWith(success)]).toEqual([200, true]);
    expect(bench.log.incoming).toHaveLength(1);
  });
});

test.each(["/identify", "/groupidentify"])(
  "%s takes a POST with its fields in the query",
  async (path) => {
    const identification = JSON.stringify(path === "/identify" ? person : group);
    const query = new URLSearchParams({ api_key: API_KEY, identification }).toString();
    expect((await send(makeIngest(), { path, query })).body).toBe("success");
    const key = new URLSearchParams({ api_key: API_KEY }).toString();
    const body = new URLSearchParams({ identification }).toString();
    expect((await send(makeIngest(), { path, query: key, body, type: FORM })).body).toBe("success");
  },
);

describe("multipart", () => {
  const body = multipart({ a: "1" });

  test("a file is a field with its content, whatever its part says of it", () => {
    const part = `--${BOUNDARY}\r\ncontent-type: application/json\r\nContent-disposition: form-data; filename="x; name="; name="a"\r\n\r\n`;
    expect(multipartFields(body.replace(/^.*\r\n.*\r\n\r\n/, part), MULTIPART)).toEqual({ a: "1" });
  });

  test("values keep their line breaks, dashes and empty lines", () => {
    const value = "\r\n\r\n--not the boundary\r\n--";
    expect(multipartFields(multipart({ a: value, b: "" }), MULTIPART)).toEqual({ a: value, b: "" });
  });

  test("a quoted boundary, and a preamble", () => {
    const type = `multipart/form-data; charset=utf-8; boundary="${BOUNDARY}"`;
    expect(multipartFields(`preamble\r\n${body}`, type)).toEqual({ a: "1" });
  });

  test.each([
    ["without boundary", body, "multipart/form-data"],
    ["with another boundary", body, "multipart/form-data; boundary=other"],
    ["cut off", body.slice(0, -10), MULTIPART],
    ["without a name", body.replace("name=", "nom="), MULTIPART],
    ["without an empty line", body.replace("\r\n\r\n", "\r\n"), MULTIPART],
    [
      "of more parts than any form has",
      multipart(Object.fromEntries([...Array(33).keys()].map((n) => [n, ""]))),
      MULTIPART,
    ],
    ["of nothing but delimiters", `\r\n--${BOUNDARY}`.repeat(10_000), MULTIPART],
    ["empty", "", MULTIPART],
  ])("%s is none", (_name, text, type) => {
    expect(multipartFields(text, type)).toBeNull();
  });

  test("broken, it is answered like a broken body", async () => {
    const answer = await send(makeIngest(), {
      path: "/identify",
      body: body.slice(0, -4),
      type: MULTIPART,
    });
    expect([answer.status, answer.body]).toEqual([400, "missing_event"]);
  });
});

describe("NaN and Infinity, as Python prints them", () => {
  const sendText = async (events: string) => {
    const bench = makeIngest();
    const answer = await send(bench, { body: `{"api_key":"${API_KEY}","events":[${events}]}` });
    return { answer, events: bench.log.incoming };
  };

  test("are left out; the neighbours and the rest of the event are kept", async () => {
    const event = JSON.stringify(makeEvent({ event_properties: { a: "x", text: "NaN, \\NaN" } }));
    const { answer, events } = await sendText(
      `${event.replace('"x"', 'NaN,"b":[1,-Infinity,2],"c":{"d":Infinity},"id":9007199254740993')},${JSON.stringify(makeEvent({ user_id: "other" }))}`,
    );
    expect(answer.json).toMatchObject({ code: 200, events_ingested: 2 });
    expect(events[0]?.payload["event_properties"]).toEqual({
      b: [1, 2],
      c: {},
      id: expect.objectContaining({ text: "9007199254740993" }),
      text: "NaN, \\NaN",
    });
  });

  test("never remove a user property, and are no time", async () => {
    const event = JSON.stringify(makeEvent({ user_properties: { plan: "x", city: "Rome" } }));
    const { events } = await sendText(event.replace('"x"', "NaN"));
    expect(events[0]?.operations?.plain).toEqual({ city: "Rome" });
    const { answer } = await sendText(
      JSON.stringify(makeEvent({ time: 1 })).replace(":1}", ":NaN}"),
    );
    expect(answer.json.events_with_invalid_fields).toEqual({ time: [0] });
  });

  test.each(["nan", "1NaN", "NaN1", "+Infinity", "aNaN", "NaN NaN"])(
    "%s is no JSON",
    async (text) => {
      const event = JSON.stringify(makeEvent({ price: "x" })).replace('"x"', text);
      expect((await sendText(event)).answer.json.error).toBe("Invalid JSON request body");
    },
  );
});

describe("a row of an Amplitude export", () => {
  const row = {
    $insert_id: "row-1",
    uuid: "10837ad7-9d3d-11ea-8a02-06f4e6a3f0d5",
    event_type: "Song Played",
    user_id: "ann-0001",
    device_id: "dev-00001",
    event_time: "2020-02-15 01:00:00.123456",
    client_event_time: "2020-02-15 00:00:00.123000",
    client_upload_time: "2020-02-15 00:00:05.000000",
    server_upload_time: "2020-02-15 01:00:05.000000",
    version_name: "2.1.0",
    device_carrier: "Telco",
    ip_address: "203.0.113.9",
    event_properties: { title: "Tea for Two" },
  };
  const time = Date.UTC(2020, 1, 15, 1, 0, 0, 123);

  test.each(["/batch", "/2/httpapi"])("keeps its time and its insert_id on %s", async (path) => {
    const bench = makeIngest();
    await send(bench, { path, body: upload([row]) });
    await send(bench, { path, body: upload([row]) });
    expect(bench.log.incoming).toMatchObject([
      {
        timeMs: time,
        insertId: "row-1",
        payload: { app_version: "2.1.0", carrier: "Telco", ip: "203.0.113.9" },
      },
    ]);
  });

  test("is not moved by the clock of who sends it", async () => {
    const bench = makeIngest();
    const client_upload_time = new Date(NOW_MS - 3_600_000).toISOString();
    await send(bench, { path: "/batch", body: upload([row], { client_upload_time }) });
    expect(bench.log.incoming[0]?.timeMs).toBe(time);
  });

  test("without $insert_id it is known by its uuid", async () => {
    const bench = makeIngest();
    await send(bench, { path: "/batch", body: upload([{ ...row, $insert_id: null }]) });
    expect(bench.log.incoming[0]?.insertId).toBe(row.uuid);
  });

  test("fields of HTTP V2 win, and an event_time that is no date is any field", async () => {
    const bench = makeIngest();
    const own = { ...row, time: 1_600_000_000_000, insert_id: "own" };
    const other = makeEvent({ event_time: "yesterday" });
    await send(bench, { path: "/batch", body: upload([own, other]) });
    expect(bench.log.incoming).toMatchObject([
      { timeMs: 1_600_000_000_000, insertId: "own" },
      { timeMs: NOW_MS },
    ]);
  });
});

test("a time in seconds is the second it means; ms of long ago stay", async () => {
  const bench = makeIngest();
  const times = [1_700_000_000, 0, 999_999_999, 100_000_000_000];
  await send(bench, { body: upload(times.map((time) => makeEvent({ time }))) });
  expect(bench.log.incoming.map((event) => event.timeMs)).toEqual([
    1_700_000_000_000, 0, 999_999_999, 100_000_000_000,
  ]);
});
