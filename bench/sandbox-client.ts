import { z } from "zod";

const statsSchema = z.object({
  requests: z.object({ total: z.number() }),
  operations: z.object({ accepted: z.number() }),
  ids: z.object({ distinct: z.number() }),
});
export type SandboxStats = z.output<typeof statsSchema>;

const eventsSchema = z.object({
  events: z.array(
    z.object({
      index: z.number(),
      received_at: z.number(),
      data: z.object({ seq: z.number() }).optional(),
    }),
  ),
});

/** The sandbox's inspection API, one workspace per figure. */
export class SandboxClient {
  /** Origin of its Track API (US). */
  readonly url: string;
  readonly #token: string;

  constructor(url: string, token: string) {
    this.url = url;
    this.#token = token;
  }

  /** Makes the workspace `site`; its API key is `<site>-key`. */
  async createWorkspace(site: string): Promise<void> {
    await this.#call("PUT", "config", site, {});
  }

  async stats(site: string): Promise<SandboxStats> {
    return statsSchema.parse(await this.#call("GET", "stats", site));
  }

  /** Forgets everything that was received. */
  async reset(site: string): Promise<void> {
    await this.#call("POST", "reset", site, {});
  }

  /** From now on every request to the workspace is answered 503. */
  async breakDown(site: string): Promise<void> {
    await this.addFault(site, { effect: { status: 503, body: "down\n" } });
  }

  /** From now on the workspace does as the rule says, which is one of the sandbox's fault rules. */
  async addFault(site: string, rule: object): Promise<void> {
    await this.#call("POST", "faults", site, rule);
  }

  async mend(site: string): Promise<void> {
    await this.#call("DELETE", "faults", site);
  }

  /** When (epoch ms) each event arrived, by its `seq`. */
  async arrivals(site: string): Promise<ReadonlyMap<number, number>> {
    const query = `events?limit=100000&`;
    const { events } = eventsSchema.parse(await this.#call("GET", query, site));
    const times = new Map<number, number>();
    for (const { data, received_at } of events) {
      if (data !== undefined) times.set(data.seq, received_at);
    }
    return times;
  }

  async #call(method: string, name: string, site: string, body?: object): Promise<unknown> {
    const path = `${name}${name.includes("?") ? "" : "?"}workspace=${site}`;
    const response = await fetch(`${this.url}/__sandbox/${path}`, {
      method,
      headers: { authorization: `Bearer ${this.#token}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`the sandbox answered ${response.status}: ${text}`);
    return JSON.parse(text);
  }
}
