import { setTimeout as sleep } from "node:timers/promises";
import { HttpConnection } from "./http-connection";

// The load generator. It shares the machine with what it measures, so requests are made before the clock starts
// where they can be.

export interface Load {
  readonly requests: number;
  readonly seconds: number;
}

/** Each of `connections` clients sends its next request as soon as the last was answered, until `next` gives null. */
export async function closedLoop(
  port: number,
  connections: number,
  next: () => Buffer | null,
): Promise<Load> {
  const clients = await openAll(port, connections);
  const start = performance.now();
  let requests = 0;
  await Promise.all(
    clients.map(async (client) => {
      for (let bytes = next(); bytes !== null; bytes = next()) {
        requireOk(await client.request(bytes));
        requests += 1;
      }
    }),
  );
  const seconds = (performance.now() - start) / 1_000;
  for (const client of clients) client.close();
  return { requests, seconds };
}

/** As `closedLoop` for a fixed time, after a warm-up that does not count. */
export async function timedLoop(
  port: number,
  connections: number,
  next: () => Buffer,
  { warmUpSeconds, seconds }: { readonly warmUpSeconds: number; readonly seconds: number },
): Promise<Load> {
  const until = (end: number) => () => (performance.now() < end ? next() : null);
  await closedLoop(port, connections, until(performance.now() + warmUpSeconds * 1_000));
  return closedLoop(port, connections, until(performance.now() + seconds * 1_000));
}

/**
 * Sends `perSecond` requests for `seconds` whatever the answers do, each on a free connection. `waits` are the ms from
 * the moment a request was due until its 200; request n was due at `startMs` + n / perSecond.
 */
export async function openLoop(
  port: number,
  perSecond: number,
  seconds: number,
  make: (index: number) => Buffer,
): Promise<{ readonly waits: readonly number[]; readonly startMs: number }> {
  const total = perSecond * seconds;
  const free = await openAll(port, OPEN_AT_START);
  const waits: number[] = [];
  const underWay: Promise<void>[] = [];
  const start = performance.now();
  const send = async (index: number, dueMs: number): Promise<void> => {
    const client = takeFresh(free) ?? (await HttpConnection.open(port));
    requireOk(await client.request(make(index)));
    waits.push(performance.now() - dueMs);
    free.push(client);
  };
  for (let index = 0; index < total; ) {
    for (; index < total && dueAt(start, index, perSecond) <= performance.now(); index++) {
      underWay.push(send(index, dueAt(start, index, perSecond)));
    }
    await sleep(1);
  }
  await Promise.all(underWay);
  for (const client of free) client.close();
  return { waits, startMs: performance.timeOrigin + start };
}

/** Connections that were idle for long are closed instead. */
function takeFresh(free: HttpConnection[]): HttpConnection | undefined {
  for (let client = free.pop(); client !== undefined; client = free.pop()) {
    if (client.isFresh) return client;
    client.close();
  }
  return undefined;
}

const OPEN_AT_START = 32;

const dueAt = (start: number, index: number, perSecond: number): number =>
  start + (index * 1_000) / perSecond;

const openAll = (port: number, count: number): Promise<HttpConnection[]> =>
  Promise.all(Array.from({ length: count }, () => HttpConnection.open(port)));

function requireOk(status: number): void {
  if (status !== 200) throw new Error(`a request of the load generator was answered ${status}`);
}
