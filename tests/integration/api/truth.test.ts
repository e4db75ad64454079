import { afterAll, beforeAll, expect, test } from "vitest";
import { fatesOf } from "@/lib/admin/events/fates-of";
import type { Offset } from "@/lib/kernel/brand";
import type { Json } from "@/lib/kernel/json";
import { createPool } from "@/lib/platform/postgres/pool";
import { type Sandbox, startSandbox } from "@/sandbox/start-sandbox";
import type { TestDatabase } from "@/tests/support/database";
import { TEST_KEY } from "@/tests/support/make-sync";
import { type Told, TruthLog } from "@/tests/support/truth-log";
import { tellStory } from "@/tests/support/truth-story";
import { call, makeToken, startApi, system } from "./api";

/** In the suite; `TRUTH_EVENTS=100000` tells the same with so many. */
const EVENTS = Number(process.env["TRUTH_EVENTS"] ?? 2_000);
const SAMPLE = 200;

let database: TestDatabase;
let sandbox: Sandbox;
let log: TruthLog;
let token: string;
let endPool: () => Promise<void>;

beforeAll(async () => {
  sandbox = await startSandbox();
  database = await startApi({
    ENCRYPTION_KEY: TEST_KEY.toString("base64"),
    CUSTOMERIO_US_URL: sandbox.usUrl,
    CUSTOMERIO_EU_URL: sandbox.euUrl,
  });
  const pool = createPool(database.url, 20, "test");
  endPool = () => pool.end();
  token = await makeToken("events:read");
  const ctx = await system();
  const { createProject } = await import("@/lib/admin/projects/create-project");
  const { id: projectId } = await createProject(ctx, { name: "Shop" });
  log = new TruthLog({ ctx, pool, sandbox, url: database.url, projectId });
});
afterAll(async () => {
  await log.stopWorker();
  await endPool();
  await database.close();
  await sandbox.close();
});

/** Places in the log: as many at random, and some of every kind, since the rare ones matter most. */
function sample(): readonly number[] {
  const chosen = new Set<number>();
  while (chosen.size < SAMPLE) chosen.add(1 + log.below(log.told.length));
  const seen = new Map<string, number>();
  for (const [at, { from, status, reason }] of log.told.entries()) {
    const kind = `${from} ${status} ${reason}`;
    const count = seen.get(kind) ?? 0;
    if (count < 2) chosen.add(at + 1);
    seen.set(kind, count + 1);
  }
  return [...chosen];
}

/** What is said of an event, in whichever words, so that it compares. */
interface Said {
  readonly status: string;
  readonly reason: string | null;
  readonly version: number | null;
  readonly row: string | null;
  readonly clause: { readonly property: string; readonly op: string; readonly actual: Json } | null;
  readonly rows: number;
  readonly behind: string | null;
  readonly waits: boolean;
  readonly tried: boolean;
}

const OUTCOMES = ["delivered", "discarded", "expired"];

function meant(told: Told, uuids: ReadonlyMap<number, string>, said: Said): Said {
  const { from, clause, behind, rows, ...same } = told;
  const waits = told.status === "waiting" && behind === undefined;
  // Whoever waited behind another may have been in the same request as that one.
  const isKnown = !["given up", "waited, filtered", "waiting behind"].includes(from);
  const tried =
    told.status === "delivered" || told.status === "expired" || told.reason === "refused" || waits;
  return {
    ...same,
    clause: clause === null ? null : { ...clause, actual: clause.actual ?? null },
    rows: rows ?? (OUTCOMES.includes(told.status) ? 1 : 0),
    behind: behind === undefined ? null : (uuids.get(behind) ?? "?"),
    waits,
    tried: isKnown ? tried : said.tried,
  };
}

interface FateAnswer extends Omit<Said, "rows" | "waits" | "tried"> {
  readonly delivery_ids: readonly string[];
  readonly next_attempt_at: string | null;
  readonly attempt_count: number;
  readonly attempts: readonly { readonly status: number | null; readonly at: string | null }[];
}

async function askApi(uuid: string): Promise<Said & Pick<FateAnswer, "attempts">> {
  const { GET } = await import("@/app/v1/projects/[project_id]/events/[uuid]/route");
  const params = { project_id: String(log.projectId), uuid };
  const { body } = await call(GET, "GET", { token, params });
  const [fate] = body["fates"] as unknown as readonly FateAnswer[];
  if (fate === undefined) throw new Error(JSON.stringify(body));
  const { status, reason, version, row, clause, behind, attempts } = fate;
  expect(attempts).toHaveLength(fate.attempt_count);
  return {
    status,
    reason,
    version,
    row,
    clause: clause && { property: clause.property, op: clause.op, actual: clause.actual },
    rows: fate.delivery_ids.length,
    behind,
    waits: fate.next_attempt_at !== null,
    tried: fate.attempt_count > 0,
    attempts,
  };
}

test(`of ${SAMPLE} events at random out of ${EVENTS} verb and API say what became of them, and why`, {
  timeout: 900_000,
}, async () => {
  await tellStory(log, EVENTS);
  const { rows } = await log.pool.query<{ offset: number; uuid: string }>(
    'SELECT "offset", uuid FROM events WHERE project_id = $1',
    [log.projectId],
  );
  expect(rows).toHaveLength(log.told.length);
  const uuids = new Map(rows.map(({ offset, uuid }) => [offset, uuid]));
  const offsets = sample();
  const fates = await fatesOf(
    log.ctx,
    log.projectId,
    offsets.map((offset) => ({ offset: offset as Offset })),
  );
  for (const offset of offsets) {
    const told = log.told[offset - 1] as Told;
    const [fate] = fates.get(offset as Offset) ?? [];
    if (fate === undefined) throw new Error(`no fate of ${offset}`);
    const { clause } = fate;
    const byVerb: Said = {
      status: fate.status,
      reason: fate.reason,
      version: fate.version,
      row: fate.row,
      clause: clause && {
        property: clause.property,
        op: clause.op,
        actual: clause.actual ?? null,
      },
      rows: fate.deliveryIds.length,
      behind: fate.behind,
      waits: fate.nextAttemptAt !== null,
      tried: fate.attemptCount > 0,
    };
    const { attempts, ...byApi } = await askApi(uuids.get(offset) ?? "");
    const expected = meant(told, uuids, byVerb);
    expect(byVerb, `${offset}: ${told.from}`).toEqual(expected);
    expect(byApi, `${offset}: ${told.from}`).toEqual(expected);
    const last = attempts.at(-1)?.status;
    if (told.status === "delivered" || told.reason === "refused") {
      expect([200, 207], `${offset}: ${told.from}`).toContain(last);
    } else if (expected.waits || told.status === "expired") expect(last).toBe(500);
    expect(attempts.every(({ at }) => at !== null)).toBe(true);
  }
});
