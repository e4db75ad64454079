import type { Bench } from "@/bench/bench";
import { timedLoop } from "@/bench/load";
import { startNextApp } from "@/bench/next-app";
import { uploadBytes } from "@/bench/payload";
import { createProject } from "@/bench/project";
import type { Row } from "@/bench/report";
import { median, medianRatio } from "@/bench/statistics";

// Requests per second of one-event uploads, each answered after its commit.

const CONNECTIONS = 64;
const TIMES = { warmUpSeconds: 1, seconds: 4 };

export async function ingestion(bench: Bench): Promise<readonly Row[]> {
  const { world, options, say } = bench;
  const { apiKey } = await createProject(world.pool);
  const nextApp = await startNextApp(world.variables);
  try {
    const rate = async (port: number): Promise<number> => {
      let seq = 0;
      const { requests, seconds } = await timedLoop(
        port,
        CONNECTIONS,
        () => uploadBytes({ apiKey }, seq++, 1),
        TIMES,
      );
      return requests / seconds;
    };
    const rates = { web: [] as number[], floor: [] as number[], next: [] as number[] };
    for (let i = 0; i < options.runs; i++) {
      rates.web.push(await rate(world.webPort));
      rates.floor.push(await rate(world.floor.webPort));
      rates.next.push(await rate(nextApp.port));
      say(
        `  run ${i + 1}: ${rates.web[i]?.toFixed(0)} requests/s, floor ${rates.floor[i]?.toFixed(0)}, Next ${rates.next[i]?.toFixed(0) ?? "-"}`,
      );
    }
    const [web, floor, next] = [median(rates.web), median(rates.floor), median(rates.next)];
    const row = { measured: web, unit: "requests/s" } as const;
    return [
      {
        ...row,
        figure: "ingestion, one event a request, against bare node:http",
        floor,
        ratio: medianRatio(rates.web, rates.floor),
        budget: { of: "ratio", atLeast: 0.35 },
      },
      {
        ...row,
        figure: "ingestion, one event a request, against Next's route",
        floor: next,
        ratio: medianRatio(rates.web, rates.next),
        budget: { of: "ratio", atLeast: 8 },
      },
    ];
  } finally {
    await nextApp.stop();
  }
}
