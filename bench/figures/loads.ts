import type { Bench } from "@/bench/bench";
import { type Child, residentMegabytes, startChild, watchMemory } from "@/bench/child";
import { type EventShape, uploadBytes } from "@/bench/payload";
import {
  createProject,
  createSync,
  disableSyncs,
  type Project,
  type SyncPart,
  untilHeld,
} from "@/bench/project";
import type { Row } from "@/bench/report";
import { serverFacts } from "@/bench/server-facts";
import { sum } from "@/bench/statistics";
import { freePorts } from "@/tests/support/processes";
import { arrivedAtSandbox, PER_REQUEST, runPath } from "./whole-path";

// What an event costs whoever runs this, by what is sent and how: processor time, bytes and memory. One run each.

interface Load {
  readonly name: string;
  readonly shape?: EventShape;
  readonly perRequest?: number;
  readonly syncs?: number;
  readonly sync?: Omit<SyncPart, "site">;
  /** Processes beside those of the bench. */
  readonly more?: "worker" | "web";
  /** A part of the bench's events, where each costs many times as much. */
  readonly share?: number;
}

const LOADS: readonly Load[] = [
  { name: "100 events per upload" },
  { name: "10 % identifies", shape: { identifyEvery: 10 } },
  { name: "50 % identifies", shape: { identifyEvery: 2 } },
  { name: "1 event per upload", perRequest: 1, share: 0.25 },
  { name: "1 KB events", shape: { padding: 600 } },
  { name: "10 KB events", shape: { padding: 9_600 }, perRequest: 20, share: 0.1 },
  { name: "5 syncs", syncs: 5, share: 0.25 },
  { name: "50 syncs", syncs: 50, share: 0.04 },
  { name: "one request per event", sync: { single: true }, share: 0.1 },
  { name: "one more worker", more: "worker" },
  { name: "one more web process", more: "web" },
];

const WARM_UP_SHARE = 0.2;

export async function loads(bench: Bench): Promise<readonly Row[]> {
  const { world, say } = bench;
  const rows = [
    memoryRow("at rest", "web", residentMegabytes(world.web.pid)),
    memoryRow("at rest", "a worker", residentMegabytes(world.workers[0]?.pid ?? 0)),
  ];
  for (const load of LOADS) {
    rows.push(...(await measure(bench, load)));
    say(`  ${load.name} done`);
  }
  return rows;
}

async function measure(bench: Bench, load: Load): Promise<readonly Row[]> {
  const { world, options } = bench;
  const started = load.more === undefined ? null : await startOne(bench, load.more);
  const processes = withProcess(world.processes, load.more, started?.child.pid);
  const project = await createProject(world.pool);
  const sites = await openSyncs(bench, project, load);
  const events = Math.ceil(options.events * (load.share ?? 1));
  const ports = [world.webPort, ...(started?.port === undefined ? [] : [started.port])];
  const upload = { apiKey: project.apiKey, shape: load.shape ?? {} };
  const identifies = load.shape?.identifyEvery !== undefined;
  const run = async (count: number) => {
    for (const site of sites) await world.sandbox.reset(site);
    const arrivals = sites.map((site) => arrivedAtSandbox(bench, site, identifies));
    const arrived = async () => {
      const all = await Promise.all(arrivals.map((arrival) => arrival()));
      return {
        operations: Math.min(...all.map(({ operations }) => operations)),
        requests: sum(all.map(({ requests }) => requests)),
      };
    };
    const onAll = { ...bench, world: { ...world, processes } };
    return runPath(onAll, ports, upload, count, arrived, load.perRequest);
  };
  await run(Math.ceil(events * WARM_UP_SHARE));
  const memory = watchMemory([world.web.pid, ...(processes["worker"] ?? [])]);
  const before = await facts(bench, project);
  const { processor } = await run(events);
  const after = await facts(bench, project);
  const [web = 0, ...workers] = memory.stop();
  await disableSyncs(world.pool);
  await started?.child.stop();

  const perEvent = (name: keyof typeof after) => (after[name] - before[name]) / events;
  const perRequest = load.perRequest ?? PER_REQUEST;
  const of = (name: string) => processor[name] ?? 0;
  const figure = (measured: number, what: string, unit: string): Row => ({
    figure: `${load.name}: ${what}`,
    measured,
    unit,
  });
  return [
    figure(of("web") + of("worker") + of("PostgreSQL"), "processor time per 1,000 events", "ms"),
    ...["web", "worker", "PostgreSQL"].map((name) => figure(of(name), name, "ms")),
    figure(uploadBytes(upload, 0, perRequest).length / perRequest, "received per event", "B"),
    figure(perEvent("sent"), "sent per event", "B"),
    figure(perEvent("wal"), "WAL per event", "B"),
    figure(perEvent("tables"), "tables per event", "B"),
    figure(perEvent("indexes"), "indexes per event", "B"),
    memoryRow(load.name, "web", web),
    memoryRow(load.name, "a worker", Math.max(...workers)),
  ];
}

const memoryRow = (load: string, of: string, measured: number): Row => ({
  figure: `${load}: memory of ${of}`,
  measured,
  unit: "MB",
});

async function facts({ world }: Bench, { id }: Project) {
  const { rows } = await world.pool.query<{ readonly sent: number }>(
    `SELECT coalesce(sum(bytes), 0)::float8 AS sent FROM delivery_requests
     WHERE sync_id IN (SELECT id FROM syncs WHERE project_id = $1)`,
    [id],
  );
  return { ...(await serverFacts(world)), sent: rows[0]?.sent ?? 0 };
}

/** Each with a workspace of its own; returns their sites. */
async function openSyncs(
  { world }: Bench,
  project: Project,
  { name, syncs = 1, sync }: Load,
): Promise<readonly string[]> {
  const sites = Array.from({ length: syncs }, (_, i) => `${name.replaceAll(/\W+/g, "-")}-${i}`);
  for (const site of sites) {
    await world.sandbox.createWorkspace(site);
    await createSync(world, project, { site, ...sync });
  }
  await untilHeld(world.pool);
  return sites;
}

async function startOne(
  { world }: Bench,
  what: "worker" | "web",
): Promise<{ readonly child: Child; readonly port?: number }> {
  const port = what === "web" ? await freePorts(1) : world.webPort;
  const child = await startChild({ bundle: `${what}.js`, env: world.variables(port) });
  return what === "web" ? { child, port } : { child };
}

const withProcess = (
  processes: Bench["world"]["processes"],
  name: string | undefined,
  pid: number | undefined,
): Bench["world"]["processes"] =>
  name === undefined || pid === undefined
    ? processes
    : { ...processes, [name]: [...(processes[name] ?? []), pid] };
