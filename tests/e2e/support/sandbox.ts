import { expect } from "@playwright/test";
import { CREDENTIALS } from "@/tests/support/e2e-world";

/** A person as the sandbox shows it. */
export interface SandboxPerson {
  readonly id: string | null;
  readonly email: string | null;
  readonly attributes: Readonly<Record<string, { readonly value: unknown }>>;
  readonly events: readonly SandboxEvent[];
}

export interface SandboxEvent {
  readonly name: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** One workspace of a running Customer.io sandbox, read and changed through its inspection API. */
export class Workspace {
  readonly #url: string;
  readonly siteId: string;
  readonly apiKey: string;

  constructor(
    url: string,
    siteId: string = CREDENTIALS.siteId,
    apiKey: string = CREDENTIALS.apiKey,
  ) {
    this.#url = url;
    this.siteId = siteId;
    this.apiKey = apiKey;
  }

  /** Creates the workspace, or changes it. */
  async configure(config: Readonly<Record<string, unknown>> = {}): Promise<void> {
    const answer = await this.#call("PUT", "config", { api_key: this.apiKey, ...config });
    expect(answer.ok, await answer.text()).toBe(true);
  }

  async addFault(rule: Readonly<Record<string, unknown>>): Promise<void> {
    const answer = await this.#call("POST", "faults", rule);
    expect(answer.ok, await answer.text()).toBe(true);
  }

  async clearFaults(): Promise<void> {
    expect((await this.#call("DELETE", "faults")).ok).toBe(true);
  }

  /** By id, e-mail address or cio_id; null when nobody is known as that. */
  async person(key: string): Promise<SandboxPerson | null> {
    const answer = await this.#call("GET", `people/${encodeURIComponent(key)}`);
    return answer.ok ? ((await answer.json()) as SandboxPerson) : null;
  }

  /** Everybody's events, oldest first. */
  async events(): Promise<readonly SandboxEvent[]> {
    const answer = await this.#call("GET", "events");
    return ((await answer.json()) as { events: SandboxEvent[] }).events;
  }

  async #call(method: string, path: string, body?: unknown): Promise<Response> {
    const target = `${this.#url}/__sandbox/${path}?workspace=${encodeURIComponent(this.siteId)}`;
    return fetch(target, {
      method,
      headers: { authorization: `Bearer ${await this.#token()}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  /** The sandbox makes its token when it starts; its page of faults carries it in a form. */
  async #token(): Promise<string> {
    const page = await (await fetch(`${this.#url}/faults`)).text();
    const token = /name="token"[^>]*value="([^"]+)"/.exec(page)?.[1];
    if (token === undefined) throw new Error("the sandbox's page of faults has no token");
    return token;
  }
}
