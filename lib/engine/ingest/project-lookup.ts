import type { ProjectId } from "@/lib/kernel/brand";
import type { Clock } from "@/lib/kernel/clock";

/** A key that was just created or deleted is known within these times. */
const FOUND_MS = 10_000;
const NOT_FOUND_MS = 2_000;
/** Anybody can invent keys: those are remembered apart from the real ones, and forgotten when they are many. */
const KEYS_MAX = 1_000;
/** Keys are far shorter; a longer one is answered without asking. */
const KEY_CHARS_MAX = 256;

export type FindProject = (apiKey: string) => Promise<ProjectId | null>;

interface ProjectLookup {
  /** At once for a remembered key. Rejects when the lookup does; a failure is not remembered. */
  find(apiKey: string): ProjectId | null | Promise<ProjectId | null>;
  forget(apiKey: string): void;
}

interface Remembered {
  readonly project: ProjectId | null;
  readonly untilMs: number;
}

/** Remembers which project a key belongs to; one lookup at a time for a key. */
export function createProjectLookup(findProject: FindProject, clock: Clock): ProjectLookup {
  const found = new Map<string, Remembered>();
  const notFound = new Map<string, Remembered>();
  const running = new Map<string, Promise<ProjectId | null>>();

  async function look(apiKey: string): Promise<ProjectId | null> {
    try {
      const project = await findProject(apiKey);
      const [cache, lifeMs] =
        project === null ? ([notFound, NOT_FOUND_MS] as const) : ([found, FOUND_MS] as const);
      if (cache.size >= KEYS_MAX) cache.clear();
      cache.set(apiKey, { project, untilMs: clock.now() + lifeMs });
      return project;
    } finally {
      running.delete(apiKey);
    }
  }

  return {
    find: (apiKey) => {
      if (apiKey.length > KEY_CHARS_MAX || apiKey.includes("\0") || !apiKey.isWellFormed())
        return null;
      const nowMs = clock.now();
      for (const known of [found.get(apiKey), notFound.get(apiKey)])
        if (known !== undefined && nowMs < known.untilMs) return known.project;
      const lookup = running.get(apiKey) ?? look(apiKey);
      running.set(apiKey, lookup);
      return lookup;
    },
    forget: (apiKey) => void found.delete(apiKey),
  };
}
