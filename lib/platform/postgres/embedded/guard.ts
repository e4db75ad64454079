import type { Client } from "pg";
import { systemClock } from "@/lib/kernel/clock";

// A session lock in the cluster's own maintenance database says "a living supervisor owns this
// cluster". It ends with its holder, however the holder ends, so it can never be stale.
const GUARD_KEY = 0x7472_6962; // "trib"
const REACQUIRE_MS = 500;

interface Guard {
  release(): Promise<void>;
}

/** True when another session holds the guard. Leaves nothing behind. */
export async function isGuarded(client: Client): Promise<boolean> {
  const taken = await tryLock(client);
  if (taken) await client.query("SELECT pg_advisory_unlock($1)", [GUARD_KEY]);
  return !taken;
}

/**
 * Takes the guard and keeps it: when the session is lost (a crash recovery drops all sessions) it
 * is taken again. Undefined when somebody else holds it.
 */
export async function holdGuard(connect: () => Promise<Client>): Promise<Guard | undefined> {
  const stopped = new AbortController();
  let client = await connect();
  if (!(await tryLock(client))) {
    await client.end();
    return undefined;
  }
  const retake = async () => {
    while (!stopped.signal.aborted) {
      await systemClock.sleep(REACQUIRE_MS, stopped.signal);
      try {
        client = await connect();
        await tryLock(client);
        return watch();
      } catch {
        // The server is not back yet.
      }
    }
  };
  const watch = () => {
    client.once("end", () => {
      if (!stopped.signal.aborted) void retake();
    });
  };
  watch();
  return {
    release: async () => {
      stopped.abort();
      await client.end().catch(() => undefined);
    },
  };
}

async function tryLock(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>(
    "SELECT pg_try_advisory_lock($1) AS taken",
    [GUARD_KEY],
  );
  return rows[0]?.taken === true;
}
