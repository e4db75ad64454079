import { gzipSync } from "node:zlib";
import { afterEach, expect, test } from "vitest";
import { changeBackfill } from "@/lib/admin/backfills/change-backfill";
import { createBackfill } from "@/lib/admin/backfills/create-backfill";
import { getBackfill } from "@/lib/admin/backfills/get-backfill";
import { finishUpload, storePart } from "@/lib/admin/backfills/upload-parts";
import { getEvent } from "@/lib/admin/events/get-event";
import { recentEvents } from "@/lib/admin/events/recent-events";
import type { BackfillPorts } from "@/lib/engine/backfill/backfill-ports";
import { runBackfill } from "@/lib/engine/backfill/run-backfill";
import type { EventLog } from "@/lib/engine/pipeline/log/event-log";
import { isHistoryShard } from "@/lib/engine/pipeline/log/shard";
import { ClaimLost } from "@/lib/engine/store/backfill/checkpoint";
import { claimBackfill } from "@/lib/engine/store/backfill/claim-backfill";
import { sweepBackfills } from "@/lib/engine/store/backfill/sweep-backfills";
import { systemClock } from "@/lib/kernel/clock";
import { Cipher } from "@/lib/platform/crypto/cipher";
import { zipFile } from "@/sandbox/amplitude/zip-file";
import { readBooks } from "@/tests/support/books";
import { deliveryWorld } from "@/tests/support/delivery-world";
import { exportLine } from "@/tests/support/export-line";
import { makeIncoming } from "@/tests/support/make-event";
import { makeSync, TEST_KEY } from "@/tests/support/make-sync";
import { until } from "@/tests/support/until";

// History, from a file of Amplitude's to the far end: against the whole engine.

const world = deliveryWorld();
let stop = new AbortController();
let running: Promise<unknown>[] = [];
let failure: unknown = null;

afterEach(async () => {
  stop.abort();
  await Promise.all(running);
  running = [];
  stop = new AbortController();
  expect(failure).toBeNull();
});

const ports = (log: EventLog = world.log): BackfillPorts => ({
  pool: world.pool,
  log,
  clock: systemClock,
  cipher: new Cipher(TEST_KEY),
  exportUrls: { us: world.sandbox.usUrl, eu: world.sandbox.euUrl },
  stop: stop.signal,
});

/** Carries on with backfills, as a worker does. */
function keepOn(log?: EventLog): void {
  const { signal } = stop;
  const loop = async () => {
    while (!signal.aborted) {
      const claim = await claimBackfill(world.pool);
      if (claim !== null) await runBackfill(ports(log), claim);
      else await systemClock.sleep(20, signal);
    }
  };
  running.push(
    loop().catch((error) => {
      failure = error;
    }),
  );
}

const ctx = () => world.contextAs({ kind: "system" });

async function upload(
  destinations: readonly number[],
  files: Readonly<Record<string, Buffer>>,
  more: { readonly usersOnly?: boolean; readonly starts?: boolean } = {},
) {
  const projectId = world.project;
  const entries = Object.entries(files);
  const { id } = await createBackfill(ctx(), {
    projectId,
    destinations: [...destinations],
    starts: true,
    ...more,
    from: { kind: "file", files: entries.map(([name, { length: bytes }]) => ({ name, bytes })) },
  });
  for (const [file, [, content]] of entries.entries()) {
    for (let at = 0; at < content.length; at += 1_000_000) {
      const part = Uint8Array.from(content.subarray(at, at + 1_000_000));
      await storePart(ctx(), { projectId, id, file, part: at / 1_000_000 }, part);
    }
  }
  await finishUpload(ctx(), { projectId, id });
  return id;
}

async function read(id: number) {
  if (failure !== null) throw failure;
  return getBackfill(ctx(), { projectId: world.project, id });
}
const ended = (id: number) =>
  until(`backfill ${id} to be over`, async () => {
    const { state } = await read(id);
    return state === "success";
  });

/** Lines of so many people, `each` of everybody, with `seq` in their order. */
const lines = (people: number, each: number): string[] =>
  Array.from({ length: people * each }, (_, n) => {
    const person = n % people;
    return exportLine({
      uuid: `6c7cc4ea-0f3b-4c3b-8d07-${String(n).padStart(12, "0")}`,
      user_id: `person-${person}`,
      device_id: `device-${person}`,
      event_time: `2025-01-01 05:${String(10 + Math.floor(n / people)).padStart(2, "0")}:45.471635`,
      event_properties: { seq: Math.floor(n / people) + 1 },
      user_properties: { plan: `plan-${Math.floor(n / people)}`, initial_utm_source: "EMPTY" },
    });
  });

const gz = (of: readonly string[]): Buffer => gzipSync(of.join("\n"));

test("a file goes on to the syncs that were chosen, each event once and its people first", async () => {
  const users = { sendUsers: true, userProperties: ["plan"] };
  const chosen = await makeSync(world.pool, world.project, { settings: users });
  const other = await makeSync(world.pool, world.project);
  world.startWorker();
  keepOn();
  const all = lines(5, 4);
  const zip = zipFile([
    { name: "592330/592330_2025-01-01_5#10.json.gz", content: gz(all.slice(10)) },
    { name: "592330/592330_2025-01-01_5#9.json.gz", content: gz(all.slice(0, 10)) },
    { name: "592330/", content: Buffer.alloc(0) },
    { name: "592330/592330_2025-01-01_5_complete", content: Buffer.alloc(0) },
  ]);
  const id = await upload([chosen], { "export.gz": zip });
  await ended(id);
  expect(await read(id)).toMatchObject({
    counts: { lines: 20, events: 20, young: 0, people: 5, newPeople: 5, faults: 0 },
    progress: { lines: 20, added: 20, known: 0, users: 5 },
  });
  const books = await readBooks(world.pool, chosen);
  expect(books).toMatchObject({ read: 25, delivered: 25 });
  expect(await readBooks(world.pool, other)).toMatchObject({ read: 0 });
  const { items } = await recentEvents(ctx(), { projectId: world.project });
  const { fates } = await getEvent(ctx(), {
    projectId: world.project,
    offset: items[0]?.uuid ?? "",
  });
  expect(fates.map(({ status, reason }) => ({ status, reason }))).toEqual([
    { status: "delivered", reason: null },
    { status: "not_streamed", reason: "not_in_backfill" },
  ]);
  while (await sweepBackfills(world.pool));
  for (const table of ["backfill_parts", "backfill_people"]) {
    const { rows } = await world.pool.query(`SELECT 1 FROM ${table} WHERE backfill_id = $1`, [id]);
    expect(rows).toEqual([]);
  }
  // The same file under another name, and a part of it by itself.
  const again = await upload([chosen], {
    "again.zip": zip,
    "part.json": Buffer.from(all[0] ?? ""),
  });
  await ended(again);
  expect((await read(again)).progress).toMatchObject({ added: 0, known: 21 });
});

test("broken off anywhere, nothing is lost and nothing is there twice", async () => {
  const sync = await makeSync(world.pool, world.project, {
    settings: { sendUsers: true, userProperties: ["plan"] },
  });
  world.startWorker();
  let appends = 0;
  // As a process that dies after each second commit, before it could note it.
  const dying: EventLog = {
    ...world.log,
    append: async (...of) => {
      const receipt = await world.log.append(...of);
      appends += 1;
      if (appends % 2 === 1) throw new ClaimLost("killed");
      return receipt;
    },
  };
  keepOn(dying);
  const id = await upload([sync], { "a.json.gz": gz(lines(700, 3)) });
  await ended(id);
  expect((await read(id)).progress).toMatchObject({ added: 2_100, users: 700, known: 0 });
  expect(await readBooks(world.pool, sync)).toMatchObject({ read: 2_800, delivered: 2_800 });
  expect(appends).toBeGreaterThan(5);
});

test("what is known of a person stays, also whose device it is", async () => {
  const sync = await makeSync(world.pool, world.project, {
    settings: { sendUsers: true, usersOnEvents: true, userProperties: ["plan", "city"] },
  });
  world.startWorker();
  await world.log.append(world.project, [
    makeIncoming({
      userId: "person-0",
      deviceId: "device-1",
      operations: { operators: {}, plain: { plan: "live" } },
    }),
  ]);
  keepOn();
  const id = await upload(
    [sync],
    {
      "b.json": Buffer.from(
        exportLine({
          user_id: "person-0",
          device_id: "device-1",
          user_properties: { plan: "old", city: "Bonn" },
        }) +
          "\n\n" +
          exportLine({ user_id: "person-9", device_id: "device-1", uuid: "u-2" }),
      ),
    },
    { usersOnly: true },
  );
  await ended(id);
  expect((await read(id)).progress).toMatchObject({ added: 0, users: 2 });
  const { rows } = await world.pool.query(
    `SELECT p.user_id, p.properties, p.recent FROM people p JOIN devices d ON d.person_id = p.id
     WHERE d.project_id = $1 AND d.device_id = 'device-1'`,
    [world.project],
  );
  expect(rows).toEqual([
    { user_id: "person-0", properties: '{"plan":"live","city":"Bonn"}', recent: null },
  ]);
});

test("each line that cannot be read is said with its file and line, and the others go on", async () => {
  const sync = await makeSync(world.pool, world.project);
  keepOn();
  const [good = ""] = lines(1, 1);
  const whole = gz([good, good, good]);
  const id = await upload(
    [sync],
    {
      "a.json": Buffer.from([good, "{", '"text"', exportLine({ event_time: null })].join("\n")),
      "b.json.gz": whole.subarray(0, whole.length - 12),
      "c.zip": Buffer.from("PK\u0003\u0004 and nothing else"),
      "d.jsonl": Buffer.from(exportLine({ event_type: null, uuid: "u-9" })),
    },
    { starts: false },
  );
  await until("it to be counted", async () => (await read(id)).state === "counted");
  const { faults, counts } = await read(id);
  expect(faults.map(({ file, line, message }) => `${file} ${line} ${message}`)).toEqual([
    "a.json 2 It is not JSON",
    "a.json 3 It is not a JSON object",
    "a.json 4 It has no event_time",
    expect.stringMatching(
      /^b\.json\.gz \d Nothing can be read from here on: unexpected end of file/,
    ),
    expect.stringMatching(/^c\.zip 0 The file cannot be read: /),
    "d.jsonl 1 event_type is missing",
  ]);
  expect(counts).toMatchObject({ faults: 6 });
});

test("paused it stands still, resumed it goes on, cancelled it ends", async () => {
  const sync = await makeSync(world.pool, world.project);
  keepOn();
  const id = await upload([sync], { "a.json.gz": gz(lines(3, 3)) });
  const change = (what: "pause" | "resume" | "cancel") =>
    changeBackfill(ctx(), { projectId: world.project, id, change: what });
  // No worker sends: it waits for its destination.
  await until("all to be brought", async () => (await read(id)).progress.lines === 9);
  expect((await change("pause")).state).toBe("paused");
  world.startWorker();
  await world.log.append(world.project, [makeIncoming({ userId: "live-1" })]);
  await until("the live event", async () => (await readBooks(world.pool, sync)).delivered === 1);
  expect(await change("resume")).toMatchObject({ state: "running" });
  await ended(id);
  expect(await readBooks(world.pool, sync)).toMatchObject({ delivered: 10 });
  await expect(change("cancel")).rejects.toMatchObject({ code: "conflict" });
  const { rows } = await world.pool.query<{ shard: number }>(
    "SELECT shard FROM deliveries WHERE sync_id = $1",
    [sync],
  );
  expect(rows.filter(({ shard }) => isHistoryShard(shard))).toHaveLength(9);
});

test("hours are fetched from Amplitude, with patience, and each once", async () => {
  const sync = await makeSync(world.pool, world.project);
  world.startWorker();
  keepOn();
  const book = world.sandbox.amplitude.exports;
  const all = lines(2, 3);
  book.hours.set("20250101T05", all.slice(0, 4));
  book.hours.set("20250101T07", all.slice(4));
  book.failures.push(
    { status: 429, headers: { "retry-after": "0" } },
    { status: 504, headers: { "retry-after": "0" } },
  );
  const fetchHours = (secretKey: string) =>
    createBackfill(ctx(), {
      projectId: world.project,
      destinations: [sync],
      starts: true,
      from: {
        kind: "amplitude_export",
        region: "us",
        apiKey: world.sandbox.amplitude.config.api_key,
        secretKey,
        start: "20250101T05",
        end: "20250101T07",
      },
    });
  const { id } = await fetchHours(book.secretKey);
  await ended(id);
  expect(book.asked).toEqual(["05", "05", "05", "06", "07"].map((hour) => `20250101T${hour}`));
  expect((await read(id)).counts).toMatchObject({ lines: 6, events: 6, faults: 0 });
  expect(await readBooks(world.pool, sync)).toMatchObject({ delivered: 6 });
  const wrong = await fetchHours("wrong");
  await until("the keys to be refused", async () => (await read(wrong.id)).state === "failed");
  expect((await read(wrong.id)).message).toContain("Amplitude answered 403");
});
