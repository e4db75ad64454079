import pg from "pg";
import type { Clock } from "@/lib/kernel/clock";

export interface NotificationHandlers {
  readonly channels: readonly string[];
  readonly onNotify: (channel: string, payload: string) => void;
  /** Called after each (re)connection: whatever was said in between was missed. */
  readonly onConnect: () => void;
}

const RECONNECT_MS = 500;

/** Listens on its own connection until `signal` aborts, and connects again whenever it breaks. */
export async function listen(
  connectionString: string,
  clock: Clock,
  signal: AbortSignal,
  handlers: NotificationHandlers,
): Promise<void> {
  while (!signal.aborted) {
    await listenOnce(connectionString, signal, handlers).catch(() => undefined);
    await clock.sleep(RECONNECT_MS, signal);
  }
}

/** Resolves or rejects when the connection has ended. */
async function listenOnce(
  connectionString: string,
  signal: AbortSignal,
  handlers: NotificationHandlers,
): Promise<void> {
  const client = new pg.Client({ connectionString, application_name: "tributary-listen" });
  const ended = new Promise<void>((resolve) => {
    client.once("end", resolve);
    client.on("error", () => resolve());
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
  client.on("notification", ({ channel, payload }) => handlers.onNotify(channel, payload ?? ""));
  try {
    await client.connect();
    for (const channel of handlers.channels) await client.query(`LISTEN ${channel}`);
    handlers.onConnect();
    await ended;
  } finally {
    await client.end().catch(() => undefined);
  }
}
