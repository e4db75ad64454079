import { setTimeout as sleep } from "node:timers/promises";
import type { Bench } from "@/bench/bench";
import { watchMemory } from "@/bench/child";
import { closedLoop } from "@/bench/load";
import { uploads } from "@/bench/payload";
import { createProject, createSync, disableSyncs, untilHeld } from "@/bench/project";
import type { Row } from "@/bench/report";
import { until } from "@/bench/until";
import { WEB_MEGABYTES_MAX, WORKER_MEGABYTES_MAX } from "./budgets";
import { arrivedAtSandbox, CLIENTS, PER_REQUEST } from "./whole-path";

// Memory while the destination answers 503 to everything and a backlog grows, and while the backlog is worked off.

const STAND_MS = 3_000;

export async function outage(bench: Bench): Promise<readonly Row[]> {
  const { world, options } = bench;
  const site = "outage";
  await world.sandbox.createWorkspace(site);
  const project = await createProject(world.pool);
  await createSync(world, project, { site });
  await untilHeld(world.pool);
  await world.sandbox.breakDown(site);

  const pids = [world.web.pid, ...world.workers.map(({ pid }) => pid)];
  const down = watchMemory(pids);
  await closedLoop(world.webPort, CLIENTS, uploads(project, options.events, PER_REQUEST));
  await sleep(STAND_MS);
  const [webDown = 0, ...workersDown] = down.stop();
  const after = watchMemory(pids);
  await world.sandbox.mend(site);
  const arrived = arrivedAtSandbox(bench, site);
  await until(
    "the backlog is delivered",
    async () => (await arrived()).operations >= options.events,
  );
  const [, ...workersAfter] = after.stop();
  await disableSyncs(world.pool);

  const row = (figure: string, measured: number, atMost: number): Row => ({
    figure,
    measured,
    unit: "MB",
    budget: { of: "measured", atMost },
  });
  return [
    row("memory of web, destination down", webDown, WEB_MEGABYTES_MAX),
    row("memory of a worker, destination down", Math.max(...workersDown), WORKER_MEGABYTES_MAX),
    row(
      "memory of a worker, working off the backlog",
      Math.max(...workersAfter),
      WORKER_MEGABYTES_MAX,
    ),
  ];
}
