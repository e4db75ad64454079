import type { Pool } from "pg";
import type { ProjectId } from "@/lib/kernel/brand";
import type { AppendLimits } from "./append-limits";
import { Appender } from "./appender";
import { PeopleMemory } from "./people-memory";

/** Projects whose appender is kept while it has nothing to do. */
export const IDLE_APPENDERS_MAX = 200;

/** The appenders of one process, one per project that has sent something lately. */
export class Appenders {
  readonly #pool: Pool;
  readonly #limits: AppendLimits | undefined;
  readonly #people = new PeopleMemory();
  /** The most recently used is last. */
  readonly #byProject = new Map<ProjectId, Appender>();

  constructor(pool: Pool, limits?: AppendLimits) {
    this.#pool = pool;
    this.#limits = limits;
  }

  get count(): number {
    return this.#byProject.size;
  }

  of(project: ProjectId): Appender {
    const known = this.#byProject.get(project);
    const appender = known ?? new Appender(this.#pool, project, this.#people, this.#limits);
    this.#byProject.delete(project);
    this.#byProject.set(project, appender);
    if (known === undefined) this.#dropIdle();
    return appender;
  }

  #dropIdle(): void {
    for (const [project, appender] of this.#byProject) {
      if (this.#byProject.size <= IDLE_APPENDERS_MAX) return;
      if (!appender.idle) continue;
      appender.close();
      this.#byProject.delete(project);
    }
  }
}
