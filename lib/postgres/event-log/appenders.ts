import type { Pool } from "pg";
import type { ProjectId } from "@/lib/kernel/brand";
import { Appender } from "@/lib/postgres/event-log/appender";
import { PeopleMemory } from "@/lib/postgres/event-log/people-memory";

/** Projects whose appender is kept while it has nothing to do. */
export const IDLE_APPENDERS_MAX = 200;

/** The appenders of one process, one per project that has sent something lately. */
export class Appenders {
  readonly #pool: Pool;
  readonly #people = new PeopleMemory();
  /** The most recently used is last. */
  readonly #byProject = new Map<ProjectId, Appender>();

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  get count(): number {
    return this.#byProject.size;
  }

  of(project: ProjectId): Appender {
    const known = this.#byProject.get(project);
    const appender = known ?? new Appender(this.#pool, project, this.#people);
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
