import { type Bench, monotonicMicros } from "@/bench/bench";
import { watchMemory } from "@/bench/child";
import { processorTime } from "@/bench/cpu-time";
import { closedLoop } from "@/bench/load";
import { TENTH_IDENTIFIES, type Upload, uploads } from "@/bench/payload";
import { createProject, createSync, disableSyncs, type Project, untilHeld } from "@/bench/project";
import type { Row } from "@/bench/report";
import { resetSink, sinkStats } from "@/bench/sink-client";
import { median, medianRatio, sum } from "@/bench/statistics";
import { until } from "@/bench/until";
import { WEB_MEGABYTES_MAX, WORKER_MEGABYTES_MAX } from "./budgets";

// Events per second from the first request until the destination has the last event.

export const CLIENTS = 8;
export const PER_REQUEST = 100;
const WARM_UP_EVENTS = 10_000;

export interface Run {
  readonly perSecond: number;
  readonly requestsPer1000: number;
  /** Milliseconds of processor time for each 1,000 events, by process. */
  readonly processor: Readonly<Record<string, number>>;
}

/** Sends to the web processes at `ports` and waits until `arrived` (operations taken so far) reaches the number of events. */
export async function runPath(
  { world }: Bench,
  ports: readonly number[],
  upload: Upload,
  events: number,
  arrived: () => Promise<{ readonly operations: number; readonly requests: number }>,
  perRequest = PER_REQUEST,
): Promise<Run> {
  const next = uploads(upload, events, perRequest);
  const before = processorTime(world.processes);
  const start = performance.now();
  await Promise.all(ports.map((port) => closedLoop(port, CLIENTS / ports.length, next)));
  await until(
    `the destination has ${events} events`,
    async () => (await arrived()).operations >= events,
  );
  const seconds = (performance.now() - start) / 1_000;
  const after = processorTime(world.processes);
  return {
    processor: Object.fromEntries(
      Object.entries(after).map(([name, ms]) => [
        name,
        ((ms - (before[name] ?? 0)) * 1_000) / events,
      ]),
    ),
    perSecond: events / seconds,
    requestsPer1000: ((await arrived()).requests * 1_000) / events,
  };
}

/** What the sandbox has: for uploads without $identify the distinct event ids, else accepted operations. */
export const arrivedAtSandbox =
  ({ world }: Bench, site: string, identify = false) =>
  async () => {
    const { ids, operations, requests } = await world.sandbox.stats(site);
    return { operations: identify ? operations.accepted : ids.distinct, requests: requests.total };
  };

const arrivedAtSink =
  ({ world }: Bench) =>
  async () => {
    const { distinct, requests } = await sinkStats(world.floor.sinkUrl);
    return { operations: distinct, requests };
  };

export async function wholePath(bench: Bench): Promise<readonly Row[]> {
  const { world, options, say } = bench;
  const site = "whole-path";
  await world.sandbox.createWorkspace(site);
  const toSandbox = await createProject(world.pool);
  await createSync(world, toSandbox, { site });
  const toSink = await createProject(world.pool);
  await createSync(world, toSink, { site, region: "eu" });
  await untilHeld(world.pool);

  const runs = {
    sandbox: () => runToSandbox(bench, site, toSandbox),
    identify: () => runToSandbox(bench, site, toSandbox, true),
    sink: () => runToSink(bench, world.webPort, toSink),
    floor: () => runToSink(bench, world.floor.webPort, toSink),
  };
  for (const run of Object.values(runs)) await run().warm();

  const memory = watchMemory([world.web.pid, ...world.workers.map(({ pid }) => pid)]);
  const measured = { sandbox: [] as Run[], sink: [] as Run[], floor: [] as Run[] };
  for (let i = 0; i < options.runs; i++) {
    const fromMicros = monotonicMicros();
    measured.sandbox.push(await runs.sandbox().measure());
    bench.measured.push({ fromMicros, toMicros: monotonicMicros() });
    if (i === 0) measured.sink.push(await runs.sink().measure());
    measured.floor.push(await runs.floor().measure());
    say(
      `  run ${i + 1}: ${show(measured.sandbox[i])} events/s, floor ${show(measured.floor[i])} events/s`,
    );
  }
  const identify = await runs.identify().measure();
  const [webPeak = 0, ...workerPeaks] = memory.stop();
  await disableSyncs(world.pool);

  const floors = measured.floor.map((run) => run.perSecond);
  const against = (figure: string, runs: readonly Run[], beside = floors): Row => ({
    figure,
    measured: median(runs.map((run) => run.perSecond)),
    unit: "events/s",
    floor: median(beside),
    ratio: medianRatio(
      runs.map((run) => run.perSecond),
      beside,
    ),
    budget: { of: "ratio", atLeast: 0.5 },
  });
  return [
    against("whole path, to the sandbox", measured.sandbox),
    against("whole path, to the floor's sink", measured.sink, floors.slice(0, 1)),
    against("whole path, to the sandbox, 10 % $identify", [identify], floors.slice(-1)),
    {
      figure: "requests per 1,000 events at full load",
      measured: median(measured.sandbox.map((run) => run.requestsPer1000)),
      unit: "",
      floor: median(measured.floor.map((run) => run.requestsPer1000)),
      budget: { of: "measured", atMost: 3 },
    },
    ...processorRows(measured),
    {
      figure: "memory of web at full load",
      measured: webPeak,
      unit: "MB",
      budget: { of: "measured", atMost: WEB_MEGABYTES_MAX },
    },
    {
      figure: "memory of a worker at full load",
      measured: Math.max(...workerPeaks),
      unit: "MB",
      budget: { of: "measured", atMost: WORKER_MEGABYTES_MAX },
    },
  ];
}

/** Where the processors' time goes; nothing where the system does not say. */
function processorRows(measured: {
  readonly sandbox: readonly Run[];
  readonly floor: readonly Run[];
}): readonly Row[] {
  const of = (runs: readonly Run[], name: string) =>
    median(runs.map(({ processor }) => processor[name] ?? 0));
  const ours = ["web", "worker", "PostgreSQL", "sandbox"];
  const sumOf = (runs: readonly Run[], names: readonly string[]) =>
    sum(names.map((name) => of(runs, name)));
  const total = sumOf(measured.sandbox, ["web", "worker", "PostgreSQL"]);
  const floor = sumOf(measured.floor, ["floor", "PostgreSQL"]);
  if (total === 0 || floor === 0) return [];
  return [
    {
      figure: "processor time per 1,000 events, without the sandbox",
      measured: total,
      unit: "ms",
      floor,
      ratio: floor / total,
    },
    ...ours.map((name) => ({
      figure: `processor time per 1,000 events, ${name}`,
      measured: of(measured.sandbox, name),
      unit: "ms",
      ...(name === "PostgreSQL" ? { floor: of(measured.floor, name) } : {}),
    })),
  ];
}

const show = (run: Run | undefined): string =>
  Math.round(run?.perSecond ?? 0).toLocaleString("en-US");

function runToSandbox(bench: Bench, site: string, { apiKey }: Project, identify = false) {
  const { world, options } = bench;
  const run = async (events: number) => {
    await world.sandbox.reset(site);
    const upload = { apiKey, shape: identify ? TENTH_IDENTIFIES : {} };
    return runPath(bench, [world.webPort], upload, events, arrivedAtSandbox(bench, site, identify));
  };
  return { warm: () => run(WARM_UP_EVENTS), measure: () => run(options.events) };
}

function runToSink(bench: Bench, port: number, { apiKey }: Project) {
  const run = async (events: number) => {
    await resetSink(bench.world.floor.sinkUrl);
    return runPath(bench, [port], { apiKey }, events, arrivedAtSink(bench));
  };
  return { warm: () => run(WARM_UP_EVENTS), measure: () => run(bench.options.events) };
}
