import { type Answer, jsonAnswer } from "@/sandbox/http/answer";
import { readBearer } from "@/sandbox/http/credentials";
import type { SandboxContext } from "@/sandbox/http/sandbox-context";
import { textOf } from "@/sandbox/state/attributes";
import { encodeUlid } from "@/sandbox/state/event-id";
import { IDENTIFIER_KINDS } from "@/sandbox/state/operation";
import type { Person } from "@/sandbox/state/person";
import type { Workspace } from "@/sandbox/workspace";

const ATTRIBUTES_PATH = /^\/v1\/customers\/([^/]+)\/attributes$/;

/** The one call of the App API that is needed to read a person back: `GET /v1/customers/{id}/attributes`. */
export function serveAppApi(
  sandbox: SandboxContext,
  method: string,
  url: URL,
  authorization: string | undefined,
): Answer {
  const key = readBearer(authorization);
  const ws = key === undefined ? undefined : sandbox.workspaces.findByAppKey(key);
  if (ws === undefined)
    return jsonAnswer(401, { errors: [{ detail: "unauthorized", status: "401" }] });
  const encoded = ATTRIBUTES_PATH.exec(url.pathname)?.[1];
  const person = encoded === undefined ? undefined : find(ws, decode(encoded), url);
  if (method !== "GET" || person === undefined) {
    const detail = `not found (reference ${encodeUlid(ws.clock.now())})`;
    return jsonAnswer(404, { errors: [{ detail, status: "404" }] });
  }
  return jsonAnswer(200, { customer: customerView(person) });
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
