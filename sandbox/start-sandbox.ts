import { randomBytes } from "node:crypto";
import { createServer, type Server } from "node:http";
import { z } from "zod";
import { type Clock, systemClock } from "@/lib/kernel/clock";
import { AmplitudeProject } from "@/sandbox/amplitude/amplitude-project";
import { DEMO_CAMPAIGNS } from "@/sandbox/demo/campaigns";
import { listen, stopListening } from "@/sandbox/http/listen";
import type { Listener, OffsiteRequest, SandboxContext } from "@/sandbox/http/sandbox-context";
import { serveRequest } from "@/sandbox/http/serve-request";
import { type SandboxOptions, sandboxOptionsSchema, type WorkspaceInput } from "./options";
import type { Workspace } from "./workspace";
import { Workspaces } from "./workspaces";

const OFFSITE_REQUESTS_KEPT = 1_000;

/** A running sandbox. URLs are origins without a slash at the end. */
export interface Sandbox {
  readonly usUrl: string;
  readonly euUrl: string;
  /** Origin of a server that is not Customer.io: the target of `redirect-offsite`. */
  readonly offsiteUrl: string;
  readonly adminToken: string;
  readonly offsiteRequests: readonly OffsiteRequest[];
  /** What the small Amplitude has taken. */
  readonly amplitude: AmplitudeProject;
  /** The workspace of that Site ID, or the default one, for callers in the same process. */
  workspace(siteId?: string): Workspace;
  addWorkspace(input: WorkspaceInput): Workspace;
  /** Stops listening and cuts what is open; state is lost. */
  close(): Promise<void>;
}

/**
 * Starts a local Customer.io, and a small Amplitude on the same addresses: a US and an EU listener on loopback that share one state, and an off-site server.
 * Rejects with an Error whose message says which option is wrong or which port is taken.
 */
export async function startSandbox(
  options: SandboxOptions = {},
  clock: Clock = systemClock,
): Promise<Sandbox> {
  const parsed = sandboxOptionsSchema.safeParse(options);
  if (!parsed.success) throw new Error(`sandbox options: ${z.prettifyError(parsed.error)}`);
  const { host, usPort, euPort, adminToken, siteId, apiKey, demo, workspaces } = parsed.data;
  const workspace = parsed.data.workspace as Omit<WorkspaceInput, "site_id">;
  const campaigns = demo ? { campaigns: DEMO_CAMPAIGNS } : {};
  const registry = new Workspaces(
    { ...campaigns, ...workspace, site_id: siteId, api_key: apiKey },
    clock,
  );
  for (const further of workspaces) registry.create(further as WorkspaceInput);

  const closing = new AbortController();
  const context = {
    workspaces: registry,
    amplitude: new AmplitudeProject(clock),
    clock,
    adminToken: adminToken ?? randomBytes(16).toString("hex"),
    usUrl: "",
    euUrl: "",
    offsiteUrl: "",
    offsiteRequests: [] as OffsiteRequest[],
    closing: closing.signal,
  } satisfies SandboxContext;
  const servers = {
    us: trackServer(context, "us"),
    eu: trackServer(context, "eu"),
    offsite: offsiteServer(context.offsiteRequests),
  };
  const close = async () => {
    closing.abort();
    for (const each of registry.all()) each.reporting.stop();
    await Promise.all(Object.values(servers).map(stopListening));
  };
  try {
    context.usUrl = await listen(servers.us, host, usPort);
    context.euUrl = await listen(servers.eu, host, euPort);
    context.offsiteUrl = await listen(servers.offsite, host, 0);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    usUrl: context.usUrl,
    euUrl: context.euUrl,
    offsiteUrl: context.offsiteUrl,
    adminToken: context.adminToken,
    offsiteRequests: context.offsiteRequests,
    amplitude: context.amplitude,
    workspace: (site = siteId) => {
      const found = registry.find(site);
      if (found === undefined) throw new RangeError(`there is no workspace "${site}"`);
      return found;
    },
    addWorkspace: (input) => registry.create(input),
    close,
  };
}

function trackServer(context: SandboxContext, listener: Listener): Server {
  const server = createServer((req, res) => {
    serveRequest(context, listener, req, res).catch((error: unknown) => {
      // A fault of the sandbox itself must be loud: 599 is no status that anything else answers.
      if (!res.headersSent) res.writeHead(599, { "content-type": "text/plain" });
      res.end(`the sandbox failed: ${error instanceof Error ? error.stack : String(error)}\n`);
    });
  });
  server.keepAliveTimeout = 60_000;
  return server;
}

/** Answers 200 to everything and remembers whether credentials came along. */
function offsiteServer(requests: OffsiteRequest[]): Server {
  return createServer((req, res) => {
    req.resume();
    requests.push({
      method: req.method ?? "",
      path: req.url ?? "",
      hasAuthorization: req.headers.authorization !== undefined,
    });
    if (requests.length > OFFSITE_REQUESTS_KEPT) requests.shift();
    res.writeHead(200, { "content-type": "application/json" }).end("{}\n");
  });
}
