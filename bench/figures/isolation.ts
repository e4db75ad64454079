import type { Bench } from "@/bench/bench";
import { openLoop } from "@/bench/load";
import { uploadBytes } from "@/bench/payload";
import { createProject, createSync, disableSyncs, type Project, untilHeld } from "@/bench/project";
import type { Row } from "@/bench/report";
import { median, medianRatio, percentile } from "@/bench/statistics";
import { until } from "@/bench/until";

// What a sync in trouble costs a healthy one of the same project: both read the same 200 events a second.

const PER_SECOND = 200;
const WARM_UP_SECONDS = 3;
const HEALTHY = "isolation-healthy";

/** The neighbours, each a workspace with a fault of the sandbox's. */
const NEIGHBOURS = [
  { name: "a dead sync", site: "isolation-dead", rule: { effect: { drop: "before" } } },
  {
    name: "a slow sync",
    site: "isolation-slow",
    rule: { effect: { delay_ms: 2_000, delay_at: "answer" } },
  },
  {
    name: "a throttling sync",
    site: "isolation-throttling",
    rule: { match: { every: 2 }, effect: { status: 429 } },
  },
] as const;

export async function isolation(bench: Bench): Promise<readonly Row[]> {
  const { world, options } = bench;
  await world.sandbox.createWorkspace(HEALTHY);
  for (const { site, rule } of NEIGHBOURS) {
    await world.sandbox.createWorkspace(site);
    await world.sandbox.addFault(site, rule);
  }
  const project = await createProject(world.pool);
  const seconds = Math.ceil(options.seconds / 2);
  await p95Beside(bench, project, null, WARM_UP_SECONDS);
  const alone: number[] = [];
  const beside = NEIGHBOURS.map((): number[] => []);
  for (let run = 0; run < options.runs; run++) {
    alone.push(await p95Beside(bench, project, null, seconds));
    for (const [index, { site }] of NEIGHBOURS.entries()) {
      beside[index]?.push(await p95Beside(bench, project, site, seconds));
    }
  }
  return NEIGHBOURS.map(({ name }, index): Row => {
    const values = beside[index] ?? [];
    return {
      figure: `healthy sync at 200/s beside ${name}, p95`,
      measured: median(values),
      unit: "ms",
      floor: median(alone),
      ratio: medianRatio(values, alone),
      budget: { of: "ratio", atMost: 1.2 },
    };
  });
}

/** The healthy sync's p95 from the moment an event is due at the client until the sandbox has it, in ms. */
async function p95Beside(
  { world, say }: Bench,
  project: Project,
  neighbour: string | null,
  seconds: number,
): Promise<number> {
  await world.sandbox.reset(HEALTHY);
  await createSync(world, project, { site: HEALTHY });
  if (neighbour !== null) await createSync(world, project, { site: neighbour });
  await untilHeld(world.pool);
  const { waits, startMs } = await openLoop(world.webPort, PER_SECOND, seconds, (seq) =>
    uploadBytes({ apiKey: project.apiKey }, seq, 1),
  );
  await until(
    "the healthy sync has delivered all",
    async () => (await world.sandbox.stats(HEALTHY)).ids.distinct >= waits.length,
  );
  const taken = [...(await world.sandbox.arrivals(HEALTHY))].map(
    ([seq, atMs]) => atMs - startMs - (seq * 1_000) / PER_SECOND,
  );
  await disableSyncs(world.pool);
  const p95 = percentile(taken, 0.95);
  say(`  beside ${neighbour ?? "nobody"}: p95 ${p95.toFixed(1)} ms of ${taken.length}`);
  return p95;
}
