import { z } from "zod";
import { type Answer, jsonAnswer } from "@/sandbox/http/answer";
import { readBearer } from "@/sandbox/http/credentials";
import type { ParsedBody } from "@/sandbox/http/read-body";
import type { SandboxContext } from "@/sandbox/http/sandbox-context";
import type { ReportingWebhook } from "@/sandbox/reporting/reporting-webhooks";
import { textOf } from "@/sandbox/state/attributes";
import { encodeUlid } from "@/sandbox/state/event-id";
import { IDENTIFIER_KINDS } from "@/sandbox/state/operation";
import type { Person } from "@/sandbox/state/person";
import type { Workspace } from "@/sandbox/workspace";

const ATTRIBUTES_PATH = /^\/v1\/customers\/([^/]+)\/attributes$/;

/** The calls of the App API that are needed here: `GET /v1/customers/{id}/attributes`, `GET|POST /v1/reporting_webhooks`. */
export function serveAppApi(
  sandbox: SandboxContext,
  method: string,
  url: URL,
  authorization: string | undefined,
  body: ParsedBody,
): Answer {
  const key = readBearer(authorization);
  const ws = key === undefined ? undefined : sandbox.workspaces.findByAppKey(key);
  if (ws === undefined)
    return jsonAnswer(401, { errors: [{ detail: "unauthorized", status: "401" }] });
  if (url.pathname === "/v1/reporting_webhooks") return reportingWebhooks(ws, method, body);
  const encoded = ATTRIBUTES_PATH.exec(url.pathname)?.[1];
  const person = encoded === undefined ? undefined : find(ws, decode(encoded), url);
  if (method !== "GET" || person === undefined) {
    const detail = `not found (reference ${encodeUlid(ws.clock.now())})`;
    return jsonAnswer(404, { errors: [{ detail, status: "404" }] });
  }
  return jsonAnswer(200, { customer: customerView(person) });
}

const webhookSchema = z.object({
  name: z.string().min(1),
  endpoint: z.url({ protocol: /^https?$/ }),
  events: z.array(z.string()).min(1),
  disabled: z.boolean().default(false),
});

function reportingWebhooks(ws: Workspace, method: string, body: ParsedBody): Answer {
  const view = (webhook: ReportingWebhook) => ({ ...webhook, type: "webhook" });
  if (method === "GET") return jsonAnswer(200, { reporting_webhooks: ws.reporting.list.map(view) });
  const asked = webhookSchema.safeParse(body.kind === "json" ? body.value : undefined);
  if (method === "POST" && asked.success)
    return jsonAnswer(200, view(ws.reporting.add(asked.data)));
  const detail = asked.success ? "not found" : z.prettifyError(asked.error);
  const status = method === "POST" ? 400 : 404;
  return jsonAnswer(status, { errors: [{ detail, status: String(status) }] });
}

function find(ws: Workspace, value: string, url: URL): Person | undefined {
  const kind = IDENTIFIER_KINDS.find((it) => it === (url.searchParams.get("id_type") ?? "id"));
  if (kind === undefined) return undefined;
  return ws.people.find({ kind, value: kind === "cio_id" ? value.replace(/^cio_/, "") : value });
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function customerView(person: Person) {
  const identifiers = { cio_id: person.cioId, id: person.id, email: person.email };
  const createdAt = Math.floor(person.createdAt / 1000);
  const attributes: Record<string, string> = {};
  const timestamps: Record<string, number> = {};
  for (const [name, value] of Object.entries(identifiers)) {
    if (value === undefined) continue;
    attributes[name] = value;
    timestamps[name] = createdAt;
  }
  for (const [name, { text, changedAt }] of person.attributes) {
    attributes[name] = text;
    timestamps[name] = changedAt;
  }
  return {
    id: person.id ?? "",
    attributes,
    timestamps,
    unsubscribed: person.unsubscribed,
    devices: [...person.devices.values()].map(({ token, platform, lastUsed, attributes: own }) => ({
      id: token,
      platform,
      last_used: lastUsed ?? 0,
      attributes: Object.fromEntries(Object.entries(own).map(([k, v]) => [k, textOf(v)])),
    })),
  };
}
