import type { Bench } from "@/bench/bench";
import { watchMemory } from "@/bench/child";
import { createProject, createSync, disableSyncs, untilCaughtUp, untilHeld } from "@/bench/project";
import type { Row } from "@/bench/report";
import { WORKER_MEGABYTES_MAX } from "./budgets";
import { arrivedAtSandbox, runPath } from "./whole-path";

// What further syncs cost that read the whole log and send nothing: 1 sync, then 50 of which 49 filter everything out.

const SYNCS = 50;
const WARM_UP_EVENTS = 10_000;

export async function manySyncs(bench: Bench): Promise<readonly Row[]> {
  const { world, options } = bench;
  const events = Math.ceil(options.events / 4);
  const site = "many-syncs";
  await world.sandbox.createWorkspace(site);
  const project = await createProject(world.pool);
  const run = async (count: number) => {
    await world.sandbox.reset(site);
    const start = performance.now();
    const { perSecond } = await runPath(
      bench,
      [world.webPort],
      project,
      count,
      arrivedAtSandbox(bench, site),
    );
    await untilCaughtUp(world.pool, project);
    return { perSecond, allPerSecond: (count * 1_000) / (performance.now() - start) };
  };
  await createSync(world, project, { site });
  await untilHeld(world.pool);
  await run(WARM_UP_EVENTS);
  const one = await run(events);
  for (let i = 1; i < SYNCS; i++) {
    await createSync(world, project, { site, eventRows: [{ event: "Never Sent", where: [] }] });
  }
  await untilHeld(world.pool);
  await run(WARM_UP_EVENTS);
  const memory = watchMemory(world.workers.map(({ pid }) => pid));
  const many = await run(events);
  const workerMegabytes = Math.max(...memory.stop());
  await disableSyncs(world.pool);
  return [
    {
      figure: "50 syncs, 49 send nothing: until all have read",
      measured: many.allPerSecond,
      unit: "events/s",
      floor: one.allPerSecond,
      ratio: many.allPerSecond / one.allPerSecond,
      budget: { of: "ratio", atLeast: 0.2 },
    },
    {
      figure: "50 syncs, 49 send nothing: until the sandbox has all",
      measured: many.perSecond,
      unit: "events/s",
      floor: one.perSecond,
      ratio: many.perSecond / one.perSecond,
    },
    {
      figure: "memory of a worker, 50 syncs",
      measured: workerMegabytes,
      unit: "MB",
      budget: { of: "measured", atMost: WORKER_MEGABYTES_MAX },
    },
  ];
}
