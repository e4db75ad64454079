import type { Clock } from "@/lib/kernel/clock";

/** A key that was just created or deleted is known within these times. */
const FOUND_MS = 10_000;
const NOT_FOUND_MS = 2_000;
/** Anybody can invent keys: those are remembered apart from the real ones, and forgotten when they are many. */
const KEYS_MAX = 1_000;
/** Keys are far shorter; a longer one is answered without asking. */
const KEY_CHARS_MAX = 256;

/** `null` for a key that is nobody's. */
export type FindByKey<T> = (key: string) => Promise<T | null>;

interface KeyLookup<T> {
  /** At once for a remembered key. Rejects when the lookup does; a failure is not remembered. */
  find(key: string): T | null | Promise<T | null>;
  forget(key: string): void;
}

interface Remembered<T> {
  readonly owner: T | null;
  readonly untilMs: number;
}

/** Remembers whose a key is; one lookup at a time for a key. */
export function createKeyLookup<T>(findByKey: FindByKey<T>, clock: Clock): KeyLookup<T> {
  const found = new Map<string, Remembered<T>>();
  const notFound = new Map<string, Remembered<T>>();
  const running = new Map<string, Promise<T | null>>();

  async function look(key: string): Promise<T | null> {
    try {
      const owner = await findByKey(key);
      const [cache, lifeMs] =
        owner === null ? ([notFound, NOT_FOUND_MS] as const) : ([found, FOUND_MS] as const);
      if (cache.size >= KEYS_MAX) cache.clear();
      cache.set(key, { owner, untilMs: clock.now() + lifeMs });
      return owner;
    } finally {
      running.delete(key);
    }
  }

  return {
    find: (key) => {
      if (key.length > KEY_CHARS_MAX || key.includes("\0") || !key.isWellFormed()) return null;
      const nowMs = clock.now();
      for (const known of [found.get(key), notFound.get(key)])
        if (known !== undefined && nowMs < known.untilMs) return known.owner;
      const lookup = running.get(key) ?? look(key);
      running.set(key, lookup);
      return lookup;
    },
    forget: (key) => void found.delete(key),
  };
}
