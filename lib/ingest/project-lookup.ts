import type { ProjectId } from "@/lib/kernel/brand";
import type { Clock } from "@/lib/kernel/clock";

/** A key that was just created or deleted is known within these times. */
const FOUND_MS = 10_000;
const NOT_FOUND_MS = 2_000;
/** Anybody can invent keys: the cache is emptied when it is full. */
const KEYS_MAX = 1_000;
/** Keys are far shorter; a longer one is answered without asking. */
const KEY_CHARS_MAX = 256;

export type FindProject = (apiKey: string) => Promise<ProjectId | null>;

export interface ProjectLookup {
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
  const remembered = new Map<string, Remembered>();
  const running = new Map<string, Promise<ProjectId | null>>();

  async function look(apiKey: string): Promise<ProjectId | null> {
    try {
      const project = await findProject(apiKey);
      if (remembered.size >= KEYS_MAX) remembered.clear();
      const lifeMs = project === null ? NOT_FOUND_MS : FOUND_MS;
      remembered.set(apiKey, { project, untilMs: clock.now() + lifeMs });
      return project;
    } finally {
      running.delete(apiKey);
    }
  }

  return {
    find: (apiKey) => {
      if (apiKey.length > KEY_CHARS_MAX || apiKey.includes("\0") || !apiKey.isWellFormed())
        return null;
      const known = remembered.get(apiKey);
      if (known !== undefined && clock.now() < known.untilMs) return known.project;
      const lookup = running.get(apiKey) ?? look(apiKey);
      running.set(apiKey, lookup);
      return lookup;
    },
    forget: (apiKey) => void remembered.delete(apiKey),
  };
}
