import type { Bench } from "@/bench/bench";
import { postBytes } from "@/bench/http-connection";
import { closedLoop } from "@/bench/load";
import { PEOPLE, personOf, TENTH_IDENTIFIES } from "@/bench/payload";
import { createProject, createSync, disableSyncs, type Project, untilHeld } from "@/bench/project";
import type { Row } from "@/bench/report";
import { median, sum } from "@/bench/statistics";
import { arrivedAtSandbox, CLIENTS, type Run, runPath } from "./whole-path";

// What an event costs by how much is known of its person. Every tenth event changes two or three properties.

const KILOBYTES = [0, 1, 5, 20] as const;
/** Amplitude cuts texts at 1,024 characters; most are shorter. */
const PROPERTY_CHARS = 100;
const WARM_UP_EVENTS = 5_000;

export async function peopleSize(bench: Bench): Promise<readonly Row[]> {
  const { world, options, say } = bench;
  const site = "people-size";
  await world.sandbox.createWorkspace(site);
  const projects: Project[] = [];
  for (const kilobytes of KILOBYTES) {
    const project = await createProject(world.pool);
    await makePeople(bench, project, kilobytes);
    projects.push(project);
  }
  for (const project of projects) await createSync(world, project, { site });
  await untilHeld(world.pool);
  const run = async (project: Project, events: number) => {
    await world.sandbox.reset(site);
    const upload = { apiKey: project.apiKey, shape: TENTH_IDENTIFIES };
    return runPath(bench, [world.webPort], upload, events, arrivedAtSandbox(bench, site, true));
  };
  for (const project of projects) await run(project, WARM_UP_EVENTS);
  const events = Math.ceil(options.events / 4);
  const runs: Run[][] = KILOBYTES.map(() => []);
  for (let round = 0; round < options.runs; round++) {
    for (const [index, project] of projects.entries())
      runs[index]?.push(await run(project, events));
    say(`  round ${round + 1} done`);
  }
  await disableSyncs(world.pool);
  const figures = runs.map((of) => ({
    perSecond: median(of.map(({ perSecond }) => perSecond)),
    processor: median(of.map(ofTheProduct)),
  }));
  const none = figures[0] ?? { perSecond: Number.NaN, processor: Number.NaN };
  return figures.flatMap(({ perSecond, processor }, index): readonly Row[] => [
    {
      figure: `people of ${KILOBYTES[index]} KB, against people of none`,
      measured: perSecond,
      unit: "events/s",
      floor: none.perSecond,
      ratio: perSecond / none.perSecond,
    },
    {
      figure: `people of ${KILOBYTES[index]} KB: processor time per 1,000 events`,
      measured: processor,
      unit: "ms",
      floor: none.processor,
      ratio: processor / none.processor,
      budget: { of: "ratio", atMost: 1.3 },
    },
  ]);
}

const ofTheProduct = ({ processor }: Run): number =>
  sum(["web", "worker", "PostgreSQL"].map((name) => processor[name] ?? 0));

/** Everybody who will send events, with so many kilobytes of properties that nothing changes later. */
async function makePeople({ world }: Bench, { apiKey }: Project, kilobytes: number): Promise<void> {
  const properties = Object.fromEntries(
    Array.from({ length: kilobytes * 10 }, (_, n) => [
      `property_${n}`,
      `${n} `.padEnd(PROPERTY_CHARS - 15, "some text of ordinary words "),
    ]),
  );
  let next = 0;
  const request = (): Buffer | null => {
    if (next >= PEOPLE) return null;
    const events = Array.from({ length: Math.min(20, PEOPLE - next) }, () => ({
      ...personOf(next++),
      event_type: "$identify",
      user_properties: { $set: { ...properties, made: true } },
    }));
    return postBytes("/2/httpapi", JSON.stringify({ api_key: apiKey, events }));
  };
  await closedLoop(world.webPort, CLIENTS, request);
}
