import { request } from "node:http";
import type { WorkspaceInput } from "@/sandbox/options";
import { type Sandbox, startSandbox } from "@/sandbox/start-sandbox";
import type { Workspace } from "@/sandbox/workspace";

export const NOW = 1_700_000_000_000;
export const NOW_SECONDS = 1_700_000_000;

export interface Reply {
  readonly status: number;
  readonly text: string;
  readonly json: unknown;
  readonly headers: Headers;
}

interface CallOptions {
  readonly auth?: string | undefined;
  readonly headers?: Record<string, string>;
  readonly listener?: "us" | "eu";
}

/** A sandbox with one workspace of its own, and the calls that tests make. */
export interface Client {
  readonly sandbox: Sandbox;
  readonly ws: Workspace;
  call(method: string, path: string, body?: unknown, options?: CallOptions): Promise<Reply>;
  batch(...operations: unknown[]): Promise<Reply>;
  inspect(method: string, path: string, body?: unknown): Promise<Reply>;
}

export const basic = (siteId: string, apiKey: string) =>
  `Basic ${Buffer.from(`${siteId}:${apiKey}`).toString("base64")}`;

/** Adds a workspace to a running sandbox, frozen at NOW. */
export function makeWorkspace(sandbox: Sandbox, config: Partial<WorkspaceInput> = {}): Client {
  counter++;
  const ws = sandbox.addWorkspace({ ...config, site_id: `site-${counter}` });
  ws.clock.freeze(NOW);
  const siteId = ws.config.site_id;
  const client: Client = {
    sandbox,
    ws,
    call: (method, path, body, options = {}) => {
      const origin = options.listener === "eu" ? sandbox.euUrl : sandbox.usUrl;
      const auth = "auth" in options ? options.auth : basic(siteId, ws.config.api_key);
      return send(origin, method, path, body, {
        "user-agent": "test",
        ...(auth === undefined ? {} : { authorization: auth }),
        ...options.headers,
      });
    },
    batch: (...operations) => client.call("POST", "/api/v2/batch", { batch: operations }),
    inspect: (method, path, body) => {
      const separator = path.includes("?") ? "&" : "?";
      const target = `/__sandbox/${path}${separator}workspace=${siteId}`;
      const authorization = `Bearer ${sandbox.adminToken}`;
      return send(sandbox.usUrl, method, target, body, { authorization });
    },
  };
  return client;
}
let counter = 0;

export const startForTests = () => startSandbox({ adminToken: "test-admin-token" });

/** Sends the path exactly as written: fetch would normalise `..` away. Rejects when the connection is cut. */
export function send(
  origin: string,
  method: string,
  path: string,
  body: unknown,
  headers: Record<string, string>,
): Promise<Reply> {
  const { hostname, port } = new URL(origin);
  const text = body === undefined || typeof body === "string" ? body : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const length = text === undefined ? {} : { "content-length": Buffer.byteLength(text) };
    const req = request({
      hostname,
      port,
      path,
      method,
      headers: { ...headers, ...length },
      agent: false,
    });
    req.on("error", reject);
    req.on("response", (res) => {
      const chunks: Buffer[] = [];
      res.on("data", (chunk: Buffer) => chunks.push(chunk));
      res.on("error", reject);
      res.on("end", () =>
        resolve(toReply(res.statusCode ?? 0, Buffer.concat(chunks), res.headers)),
      );
    });
    req.end(text);
  });
}

function toReply(status: number, bytes: Buffer, raw: NodeJS.Dict<string | string[]>): Reply {
  const text = bytes.toString("utf8");
  const headers = new Headers();
  for (const [name, value] of Object.entries(raw)) headers.set(name, String(value));
  return { status, text, json: parse(text), headers };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The n-th ULID of the tests. */
export const ulid = (n: number) => `01HF7YAT00${n.toString().padStart(16, "0")}`;

export const identifyOp = (id: string, attributes: object = {}, timestamp = NOW_SECONDS) => ({
  type: "person",
  action: "identify",
  identifiers: { id },
  attributes,
  timestamp,
});

export const eventOp = (id: string, n: number, extra: object = {}) => ({
  type: "person",
  action: "event",
  identifiers: { id },
  name: "Song Played",
  id: ulid(n),
  timestamp: NOW_SECONDS,
  attributes: {},
  ...extra,
});

/** A text of exactly so many UTF-8 bytes. */
export const bytes = (count: number) => "é".repeat(count >> 1) + "x".repeat(count & 1);

export const ERROR = (message: string) => ({ meta: { error: message } });
