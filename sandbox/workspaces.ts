import type { Clock } from "@/lib/kernel/clock";
import { completeWorkspaceConfig, type WorkspaceInput } from "./options";
import { Workspace } from "./workspace";

/** All workspaces of a sandbox by Site ID. They share nothing, so tests can run side by side. */
export class Workspaces {
  readonly #bySite = new Map<string, Workspace>();
  readonly #base: Clock;
  readonly default: Workspace;

  constructor(standard: WorkspaceInput, base: Clock) {
    this.#base = base;
    this.default = this.create(standard);
  }

  /** Adds a workspace; one with that Site ID must not exist. */
  create(input: WorkspaceInput): Workspace {
    if (this.#bySite.has(input.site_id)) {
      throw new RangeError(`a workspace with the Site ID "${input.site_id}" exists already`);
    }
    const workspace = new Workspace(completeWorkspaceConfig(input), this.#base);
    this.#bySite.set(input.site_id, workspace);
    return workspace;
  }

  find(siteId: string): Workspace | undefined {
    return this.#bySite.get(siteId);
  }

  findByAppKey(key: string): Workspace | undefined {
    return this.all().find((it) => it.config.app_api_key === key);
  }

  all(): Workspace[] {
    return [...this.#bySite.values()];
  }
}
