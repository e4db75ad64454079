import { expect, test } from "vitest";
import {
  createRejectionSamples,
  type Refused,
  type RejectionSample,
} from "@/lib/engine/ingest/rejection-samples";
import { API_KEY, makeEvent, makeIngest, NOW_MS, PROJECT, send, upload } from "./make-ingest";

const refused: Refused = {
  project: PROJECT,
  source: "http_v2",
  reason: "invalid_events",
  problem: "id_length",
  field: "user_id",
  library: "amplitude-ts/2.1",
  value: '"bob"',
  detail: "",
};

function makeSamples() {
  const written: RejectionSample[][] = [];
  const reported: unknown[] = [];
  const state = { nowMs: NOW_MS, fails: false };
  const samples = createRejectionSamples(
    async (rows) => {
      if (state.fails) throw new Error("away");
      written.push([...rows]);
    },
    { now: () => state.nowMs, sleep: () => new Promise(() => undefined) },
    (error) => void reported.push(error),
  );
  return { samples, written, reported, state };
}

test("one fault is one row, with its count and the newest sample", async () => {
  const { samples, written, state } = makeSamples();
  samples.add(refused);
  state.nowMs += 5;
  samples.add({ ...refused, value: '"eve"' });
  await samples.flush();
  await samples.flush();
  expect(written).toEqual([
    [{ ...refused, value: '"eve"', requests: 2, firstMs: NOW_MS, lastMs: NOW_MS + 5 }],
  ]);
});

test("a flood of made-up fields is five rows in a minute; what was met before goes on being counted", async () => {
  const { samples, written, state } = makeSamples();
  samples.add(refused);
  for (let index = 0; index < 10_000; index++) samples.add({ ...refused, field: `f${index}` });
  samples.add(refused);
  await samples.flush();
  expect(written[0]?.map(({ field, requests }) => [field, requests])).toEqual([
    ["user_id", 2],
    ...[0, 1, 2, 3].map((index) => [`f${index}`, 1]),
  ]);
  samples.add({ ...refused, field: "f9" });
  samples.add({ ...refused, reason: "invalid_json" });
  await samples.flush();
  expect(written[1]?.map(({ reason }) => reason)).toEqual(["invalid_json"]);
  state.nowMs += 60_000;
  samples.add({ ...refused, field: "f9" });
  await samples.flush();
  expect(written[2]).toHaveLength(1);
});

test("what cannot be written is reported and left out", async () => {
  const { samples, written, reported, state } = makeSamples();
  state.fails = true;
  samples.add(refused);
  await samples.flush();
  state.fails = false;
  await samples.flush();
  expect([written, reported]).toEqual([[], [new Error("away")]]);
});

const library = "amplitude-ts/2.1";

test.each<[string, string, Partial<Refused>]>([
  [
    "too short an id",
    upload([makeEvent(), makeEvent({ user_id: "bob", library })]),
    { problem: "id_length", field: "user_id", value: '"bob"', library },
  ],
  [
    "no person at all",
    upload([{ event_type: "x", library }]),
    { problem: "missing", field: "user_id, device_id", value: null, library },
  ],
  [
    "a long text",
    upload([makeEvent({ time: "t".repeat(5_000) })]),
    { problem: "invalid", field: "time", value: `"${"t".repeat(100)}…"` },
  ],
  [
    "a value that is none of its kind",
    upload([makeEvent({ groups: "acme", user_properties: [1, 2] })]),
    { problem: "invalid", field: "groups, user_properties", value: '"acme"' },
  ],
  [
    "no events, with a key that is known",
    JSON.stringify({ api_key: API_KEY }),
    { reason: "missing_field", problem: "missing", field: "events" },
  ],
  [
    "a key that no project has",
    upload([makeEvent({ library })], { api_key: "ffff0000111122223333" }),
    { project: null, reason: "invalid_api_key", field: "api_key", value: "ffff…3333", library },
  ],
  ["no JSON", "{", { project: null, reason: "invalid_json" }],
  [
    "a large body of a known key",
    upload([makeEvent({ user_id: "bob", event_properties: { text: "x".repeat(70_000) } })]),
    { project: PROJECT, problem: "id_length", field: "user_id", value: '"bob"' },
  ],
  [
    "an event that is too large to be parsed",
    upload([{ ...makeEvent({ library }), event_properties: Array(40_000).fill(0) }]),
    { project: PROJECT, problem: "invalid", value: null },
  ],
])("says what was wrong: %s", async (_, body, expected) => {
  const found: Refused[] = [];
  const bench = makeIngest({ refused: (one) => void found.push(one) });
  expect((await send(bench, { body })).status).toBe(400);
  expect(found).toMatchObject([{ source: "http_v2", reason: "invalid_events", ...expected }]);
});

test("troubles of ours and what is accepted leave no sample", async () => {
  const found: Refused[] = [];
  const refusedTo = { refused: (one: Refused) => void found.push(one) };
  await send(makeIngest(refusedTo), { body: upload([makeEvent()]) });
  const away = makeIngest({ ...refusedTo, findProject: () => Promise.reject(new Error("away")) });
  expect((await send(away, { body: upload([makeEvent()]) })).status).toBe(503);
  expect((await send(away, { body: JSON.stringify({ api_key: API_KEY }) })).status).toBe(400);
  expect(found).toEqual([]);
});
