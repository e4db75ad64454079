import { setTimeout as sleep } from "node:timers/promises";
import type { Bench } from "@/bench/bench";
import { closedLoop, openLoop } from "@/bench/load";
import { TENTH_IDENTIFIES, uploadBytes, uploads } from "@/bench/payload";
import { createProject, createSync, disableSyncs, type Project, untilHeld } from "@/bench/project";
import type { Row } from "@/bench/report";
import { median, medianRatio, percentile } from "@/bench/statistics";
import { until } from "@/bench/until";
import { createApiToken } from "@/lib/admin/access/create-api-token";
import type { Context } from "@/lib/admin/verb/context";
import { createDispatcher } from "@/lib/engine/connectors/dispatcher";
import { systemClock } from "@/lib/kernel/clock";
import { Cipher } from "@/lib/platform/crypto/cipher";
import { createDatabase } from "@/lib/platform/postgres/prisma";

// What a draft would change over the last 10,000 events, asked of the process that takes events in: how long it takes,
// and what it costs the live sync.

const SITE = "impact";
const EVENTS = 10_000;
const PER_SECOND = 500;
const ASKED = 15;
/** Somebody who edits asks before each save. */
const ASK_EVERY_MS = 5_000;
const DRAFT = {
  event_filter: {
    events: ["_all"],
    property_filters: { _all: [{ property: "gp:plan", op: "is", values: ["premium"] }] },
  },
};

export async function impact(bench: Bench): Promise<readonly Row[]> {
  const { world, options, say } = bench;
  await world.sandbox.createWorkspace(SITE);
  const project = await createProject(world.pool);
  const sync = await createSync(world, project, { site: SITE });
  await untilHeld(world.pool);
  await closedLoop(
    world.webPort,
    4,
    uploads({ apiKey: project.apiKey, shape: TENTH_IDENTIFIES }, EVENTS, 100),
  );
  const token = await makeToken(bench);
  const ask = async (): Promise<number> => {
    const start = performance.now();
    const response = await fetch(
      `http://127.0.0.1:${world.webPort}/v1/projects/${project.id}/destinations/${sync}/impact`,
      {
        method: "POST",
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        body: JSON.stringify({ draft: DRAFT, events: EVENTS }),
      },
    );
    const answer = (await response.json()) as { readonly read?: number };
    if (answer.read !== EVENTS) throw new Error(`asked: ${JSON.stringify(answer)}`);
    return performance.now() - start;
  };
  await ask();
  const quiet: number[] = [];
  for (let i = 0; i < ASKED; i++) quiet.push(await ask());
  const busy: number[] = [];
  const p95 = { alone: [] as number[], beside: [] as number[] };
  await p95At(bench, project, 3);
  for (let run = 0; run < options.runs; run++) {
    p95.alone.push(await p95At(bench, project, options.seconds));
    const [value] = await Promise.all([
      p95At(bench, project, options.seconds),
      askFor(options.seconds * 1_000, ask, busy),
    ]);
    p95.beside.push(value);
    say(`  p95 ${p95.alone.at(-1)?.toFixed(1)} ms, while it is asked ${value.toFixed(1)} ms`);
  }
  await disableSyncs(world.pool);
  const asked = (figure: string, times: readonly number[]): Row => ({
    figure: `impact of a draft on 10,000 events, ${figure}`,
    measured: median(times),
    unit: "ms",
    budget: { of: "measured", atMost: 1_000 },
  });
  return [
    asked("nothing else to do", quiet),
    asked(`beside ${PER_SECOND}/s`, busy),
    {
      figure: `sent → taken at ${PER_SECOND}/s, p95, while it is asked every ${ASK_EVERY_MS / 1_000} s`,
      measured: median(p95.beside),
      unit: "ms",
      floor: median(p95.alone),
      ratio: medianRatio(p95.beside, p95.alone),
      budget: { of: "ratio", atMost: 1.1 },
    },
  ];
}

async function askFor(ms: number, ask: () => Promise<number>, times: number[]): Promise<void> {
  for (const end = performance.now() + ms; performance.now() < end - ASK_EVERY_MS; ) {
    times.push(await ask());
    await sleep(ASK_EVERY_MS);
  }
}

/** From the moment an event is due at the client until the sandbox has it, in ms. */
async function p95At({ world }: Bench, project: Project, seconds: number): Promise<number> {
  await world.sandbox.reset(SITE);
  const { waits, startMs } = await openLoop(world.webPort, PER_SECOND, seconds, (seq) =>
    uploadBytes({ apiKey: project.apiKey }, seq, 1),
  );
  await until(
    "all are delivered",
    async () => (await world.sandbox.stats(SITE)).ids.distinct >= waits.length,
  );
  const taken = [...(await world.sandbox.arrivals(SITE))].map(
    ([seq, atMs]) => atMs - startMs - (seq * 1_000) / PER_SECOND,
  );
  return percentile(taken, 0.95);
}

async function makeToken({ world }: Bench): Promise<string> {
  const db = createDatabase(world.databaseUrl);
  const ctx: Context = {
    actor: { kind: "system" },
    db,
    clock: systemClock,
    cipher: new Cipher(Buffer.from(world.encryptionKey, "base64")),
    dispatcher: createDispatcher(),
    connectorUrls: {},
  };
  const scopes = ["destinations:read", "events:read"] as const;
  const { value } = await createApiToken(ctx, { name: "bench", scopes: [...scopes] });
  await db.$disconnect();
  return value;
}
