import { afterAll, beforeAll, expect, test } from "vitest";
import { systemClock } from "@/lib/kernel/clock";
import { listen } from "@/lib/platform/postgres/notifications";
import { createPool } from "@/lib/platform/postgres/pool";
import { createTestDatabase, type TestDatabase } from "@/tests/support/database";
import { startTcpProxy } from "@/tests/support/tcp-proxy";
import { until } from "@/tests/support/until";

/** Only between two connections. */
const RECONNECT_MS = 500;

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

test("a listener whose connection goes silent notices it by itself and listens anew", async () => {
  const { hostname, port } = new URL(database.url);
  const proxy = await startTcpProxy({ host: hostname, port: Number(port) });
  const pool = createPool(database.url, 1, "test");
  const stop = new AbortController();
  const heard: string[] = [];
  let connects = 0;
  // The pauses between two looks are cut short; the deadline of an answer is the real one.
  let pauses = 0;
  const hasty = {
    ...systemClock,
    sleep: (ms: number, signal?: AbortSignal) => {
      if (ms === RECONNECT_MS) pauses += 1;
      return systemClock.sleep(100, signal);
    },
  };
  const listening = listen(proxy.through(database.url), hasty, stop.signal, {
    channels: ["tributary_test"],
    onNotify: (_channel, payload) => heard.push(payload),
    onConnect: () => {
      connects += 1;
    },
  });
  await until("it listens", () => connects === 1);
  proxy.silence();
  await until("the silent connection was given up", () => pauses > 0);
  proxy.pass();
  await until("it listens anew", () => connects > 1);
  await pool.query("NOTIFY tributary_test, 'hello'");
  await until("it hears", () => heard.length > 0);
  expect(heard).toEqual(["hello"]);
  stop.abort();
  await listening;
  await Promise.all([pool.end(), proxy.close()]);
});
