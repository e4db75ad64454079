import pg from "pg";
import type { Clock } from "@/lib/kernel/clock";
import { connectionOptions } from "./connection-options";

interface NotificationHandlers {
  readonly channels: readonly string[];
  readonly onNotify: (channel: string, payload: string) => void;
  /** Called after each (re)connection: whatever was said in between was missed. */
  readonly onConnect: () => void;
}

const RECONNECT_MS = 500;
/** A connection that only listens does not notice by itself that nobody is there any more. */
const CHECK_MS = 15_000;
const ANSWER_MS_MAX = 5_000;

/** Listens on its own connection until `signal` aborts, and connects again whenever it breaks. */
export async function listen(
  connectionString: string,
  clock: Clock,
  signal: AbortSignal,
  handlers: NotificationHandlers,
): Promise<void> {
  while (!signal.aborted) {
    await listenOnce(connectionString, clock, signal, handlers).catch(() => undefined);
    await clock.sleep(RECONNECT_MS, signal);
  }
}

/** Resolves or rejects when the connection has ended, or does not answer any more. */
async function listenOnce(
  connectionString: string,
  clock: Clock,
  signal: AbortSignal,
  handlers: NotificationHandlers,
): Promise<void> {
  const client = new pg.Client({
    ...connectionOptions(connectionString, "tributary-listen"),
    query_timeout: ANSWER_MS_MAX,
  });
  const over = new AbortController();
  client.once("end", () => over.abort());
  client.on("error", () => over.abort());
  const either = AbortSignal.any([signal, over.signal]);
  client.on("notification", ({ channel, payload }) => handlers.onNotify(channel, payload ?? ""));
  try {
    await client.connect();
    for (const channel of handlers.channels) await client.query(`LISTEN ${channel}`);
    handlers.onConnect();
    while (!either.aborted) {
      await clock.sleep(CHECK_MS, either);
      if (!either.aborted) await client.query("SELECT 1");
    }
  } finally {
    // With a query unanswered this cuts the connection; a silent one would not end politely.
    await Promise.race([client.end().catch(() => undefined), clock.sleep(ANSWER_MS_MAX)]);
  }
}
