import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { residentMegabytes } from "@/bench/child";
import { processorTime } from "@/bench/cpu-time";
import { createSyncOverHttp } from "@/tests/support/create-sync-over-http";
import type { HostileClient } from "@/tests/support/hostile/hostile-client";
import { HOSTILE_CLIENTS } from "@/tests/support/hostile/hostile-clients";
import { POISONED_FILTER } from "@/tests/support/hostile/poisoned-filter";
import { PRODUCT_KEY, type Product, startProduct } from "@/tests/support/product";

// What one blow of each hostile client costs the product: each on a product of its own, started for it.

const IDLE_LOOK_MS = 500;
const IDLE_CPU_MS_MAX = 30;
/** Work that has not ended by then is not waited for. */
const WORK_MS_MAX = 20_000;
const KILOBYTE = 1_024;

interface Cost {
  readonly client: HostileClient;
  readonly sentKilobytes: number;
  readonly answers: readonly number[];
  /** The longest that a request waited which needs nothing but web's event loop. */
  readonly blockedMs: number;
  /** Of web's resident memory, at its peak. */
  readonly grownMegabytes: number;
  readonly webCpuMs: number;
  readonly workerCpuMs: number;
}

/** A table in Markdown. `checkout`: whose built product is hit. */
export async function hostile(checkout: string, say: (line: string) => void): Promise<string> {
  const costs: Cost[] = [];
  for (const client of HOSTILE_CLIENTS) {
    const cost = await costOf(client, checkout);
    say(`  ${rowOf(cost)}`);
    costs.push(cost);
  }
  return [HEAD, ...costs.map(rowOf)].join("\n");
}

async function costOf(client: HostileClient, checkout: string): Promise<Cost> {
  const product = await startProduct({
    checkout,
    // Nothing listens at the destination: only what comes before it is measured.
    variables: { WORKERS: "1", CUSTOMERIO_US_URL: "http://127.0.0.1:9" },
  });
  const probe = new Worker(new URL("./loop-probe.js", import.meta.url), {
    workerData: { port: product.port },
  });
  const longestWait = async (): Promise<number> => {
    probe.postMessage("how long");
    const [ms] = await once(probe, "message");
    return Number(ms);
  };
  try {
    await createSyncOverHttp(product.url, { event_filter: POISONED_FILTER });
    const [web = 0] = product.pids("web");
    await untilIdle(product);
    const usualMegabytes = residentMegabytes(web);
    forgetPeak(web);
    const before = cpuOf(product);
    await longestWait();
    const blow = await client.strike({ port: product.port, apiKey: PRODUCT_KEY }, 1);
    await untilIdle(product);
    const after = cpuOf(product);
    return {
      client,
      sentKilobytes: blow.bytes / KILOBYTE,
      answers: blow.answers,
      blockedMs: await longestWait(),
      grownMegabytes: Math.max(0, peakMegabytes(web) - usualMegabytes),
      webCpuMs: after.web - before.web,
      workerCpuMs: after.worker - before.worker,
    };
  } finally {
    await probe.terminate();
    await product.stop();
  }
}

function cpuOf(product: Product): { readonly web: number; readonly worker: number } {
  const { web = 0, worker = 0 } = processorTime({
    web: product.pids("web"),
    worker: product.pids("worker"),
  });
  return { web, worker };
}

async function untilIdle(product: Product): Promise<void> {
  const deadline = performance.now() + WORK_MS_MAX;
  for (let last = cpuOf(product); performance.now() < deadline; ) {
    await sleep(IDLE_LOOK_MS);
    const now = cpuOf(product);
    if (now.web + now.worker - last.web - last.worker <= IDLE_CPU_MS_MAX) return;
    last = now;
  }
}

/** Linux keeps the largest resident memory of a process since it was last told to forget it. */
const forgetPeak = (pid: number): void => writeFileSync(`/proc/${pid}/clear_refs`, "5");

function peakMegabytes(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0) / KILOBYTE;
}

const HEAD = [
  "| client | surface | needs | sent | answered | loop blocked | memory | processor: web, worker | blocked, memory per KB |",
  "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
].join("\n");

function rowOf({ client, sentKilobytes, answers, ...cost }: Cost): string {
  const { blockedMs, grownMegabytes, webCpuMs, workerCpuMs } = cost;
  const answered = [...new Set(answers)].map((status) => (status === 0 ? "–" : status)).join(", ");
  const per = (value: number) => rounded(value / sentKilobytes);
  return `| ${client.name} | ${client.surface} | ${client.needs} | ${sentKilobytes.toFixed(1)} KB | ${answered} | ${blockedMs.toFixed(0)} ms | ${grownMegabytes.toFixed(0)} MB | ${webCpuMs}, ${workerCpuMs} ms | ${per(blockedMs)} ms, ${per(grownMegabytes)} MB |`;
}

function rounded(value: number): string {
  if (value < 0.01) return "< 0.01";
  return value >= 10 ? value.toFixed(0) : value.toPrecision(2);
}
