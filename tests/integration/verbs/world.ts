import { randomBytes } from "node:crypto";
import { EVERYTHING } from "@/lib/admin/access/to-access";
import type { Actor, Context } from "@/lib/admin/verb/context";
import { createDispatcher } from "@/lib/engine/connectors/dispatcher";
import type { Clock } from "@/lib/kernel/clock";
import { Cipher } from "@/lib/platform/crypto/cipher";
import { createDatabase, type Database } from "@/lib/platform/postgres/prisma";
import { createTestDatabase } from "@/tests/support/database";

/** A clock that stands until the test moves it. */
class ManualClock implements Clock {
  #now: number;
  constructor(now: number) {
    this.#now = now;
  }
  now(): number {
    return this.#now;
  }
  advance(ms: number): void {
    this.#now += ms;
  }
  /** No time passes by itself: only `signal` ends it. */
  sleep(_ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      signal?.addEventListener("abort", () => resolve(), { once: true });
    });
  }
}

export interface World {
  readonly db: Database;
  readonly url: string;
  readonly clock: ManualClock;
  readonly cipher: Cipher;
  /** The system's context. */
  readonly system: Context;
  as(actor: Actor): Context;
  close(): Promise<void>;
}

const SYSTEM: Actor = { kind: "system" };

/** A migrated database of its own, and contexts on it. */
export async function createWorld(
  customerioUrls = { us: "http://127.0.0.1:1", eu: "http://127.0.0.1:1" },
): Promise<World> {
  const { url, close } = await createTestDatabase();
  const db = createDatabase(url);
  const clock = new ManualClock(Date.now());
  const cipher = new Cipher(randomBytes(32));
  const dispatcher = createDispatcher();
  const connectorUrls = { customerio: customerioUrls };
  const as = (actor: Actor): Context => ({ actor, db, clock, cipher, dispatcher, connectorUrls });
  return {
    db,
    url,
    clock,
    cipher,
    system: as(SYSTEM),
    as,
    close: async () => {
      await dispatcher.close();
      await db.$disconnect();
      await close();
    },
  };
}

export const tokenActor = (...scopes: Extract<Actor, { kind: "token" }>["scopes"]): Actor => ({
  kind: "token",
  id: 1,
  name: "test",
  scopes,
  ...EVERYTHING,
});

/** A person who may do everything, and who has no row. */
export const ownerActor = (email = "ada@example.com"): Actor => ({
  kind: "user",
  id: 1,
  name: "Ada",
  email,
  ...EVERYTHING,
});
