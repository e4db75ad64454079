import type { ConnectionOptions, Connector } from "@/lib/engine/connectors/connector";
import { defineParameters } from "@/lib/engine/connectors/parameters";
import type { Attempt, Encoded, OutboundRequest } from "@/lib/engine/pipeline/ports";
import type { Event } from "@/lib/engine/pipeline/source/event";
import { mapIdentifier } from "@/lib/engine/pipeline/transform/map-identifier";
import type { Planned } from "@/lib/engine/pipeline/transform/plan";
import { err, ok } from "@/lib/kernel/result";
import { stringifyJson } from "@/lib/kernel/stringify-json";

// The smallest connector there can be: it exists only in tests, and proves what a second connector needs. It posts what
// happened, a line each, to a room of a server that knows people by a handle.

const identify: ReturnType<Connector["identify"]> = (value) => {
  const mapped = mapIdentifier(value);
  if (mapped.ok) return ok({ kind: "handle", value: mapped.value });
  return err({ reason: mapped.error, message: "The event has no handle" });
};

function encode(event: Event, plan: Planned): Encoded {
  const identifier = identify(plan.identifier);
  if (!identifier.ok) return { kind: "discarded", ...identifier.error, identifier: null };
  const { value: handle } = identifier.value;
  const properties = Object.fromEntries(
    (plan.event ?? plan.identify ?? []).map(({ name, value }) => [name, value]),
  );
  const json = stringifyJson({ id: event.uuid, handle, said: event.eventType, properties });
  const kind = plan.event === null ? "identify" : "event";
  const single = { method: "POST", path: "", body: json } as const;
  const operation = { kind, json, bytes: Buffer.byteLength(json), alone: false, single } as const;
  return { kind: "ready", identifier: identifier.value, operations: [operation], warnings: [] };
}

function batch<Item>(operations: OutboundRequest<Item>["operations"]): OutboundRequest<Item> {
  const body = operations.map(({ operation }) => operation.json).join("\n");
  return { method: "POST", path: "/lines", body, bytes: Buffer.byteLength(body), operations };
}

async function call(
  { config, secrets, world }: ConnectionOptions,
  request: { readonly path: string; readonly body: string },
  operations: number,
  signal: AbortSignal,
): Promise<Attempt> {
  const startedMs = world.clock.now();
  const timed = (attempt: Omit<Attempt, "durationMs">): Attempt => ({
    ...attempt,
    durationMs: world.clock.now() - startedMs,
  });
  try {
    const answer = await world.dispatcher.request({
      origin: world.urls["main"] ?? "",
      path: `/rooms/${config["room"]}${request.path}`,
      method: "POST",
      headers: { authorization: `Token ${secrets["token"]?.reveal()}` },
      body: request.body,
      signal,
    });
    const status = answer.statusCode;
    const message = await answer.body.text();
    if (status === 200) {
      const accepted = Array.from({ length: operations }, () => ({ kind: "accepted" }) as const);
      return timed({ status, answer: null, verdict: { kind: "settled", operations: accepted } });
    }
    return timed({
      status,
      answer: message,
      verdict: { kind: "unwell", reason: "credentials_refused", message },
    });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return timed({
      status: null,
      answer: message,
      verdict: { kind: "wait", reason: "unreachable", retryAfterMs: null, message },
    });
  }
}

export const echo: Connector = {
  definition: {
    partner: "echo",
    displayName: "Echo",
    tileName: "Echo - Rooms",
    category: "TESTING",
    summary: "Says in a room what happened.",
    accountName: "Echo room",
    mark: { ground: "#0b7a75", strokes: [], dots: [{ x: 12, y: 12, radius: 5, color: "#fff" }] },
    kinds: ["event", "identify"],
    parameters: defineParameters([
      { id: "room", label: "Room", kind: "string", description: "Which room.", required: true },
      { id: "token", label: "Door Token", kind: "secret", description: "Ask.", required: true },
      {
        id: "pace",
        label: "Pace",
        kind: "number",
        description: "Requests per second.",
        default: 20,
        min: 1,
        max: 50,
        advanced: true,
      },
    ]),
    mappings: [
      {
        id: "identifier",
        label: "Echo Handle",
        required: true,
        recommended: false,
        default: { property: "user_id", label: "User ID" },
        notes: ["Echo knows people by their handle alone."],
      },
    ],
    regionParameter: null,
    identifierKinds: [{ kind: "handle", words: "by handle" }],
    considerations: ["It says everything twice."],
    prerequisites: { needed: ["Room", "Door token"], steps: ["Knock."] },
    reservedUserProperties: ["echo_id"],
    userPropertiesMax: 5,
    warnedUserProperties: { loud: "is said louder" },
    warnedEventProperties: {},
    hosts: [{ id: "main", variable: "ECHO_US_URL", url: "http://127.0.0.1:9", sandboxListener: 0 }],
  },
  identify: () => identify,
  account: ({ room, pace }) => ({ id: String(room), requestsPerSecond: Number(pace) }),
  open: (options) => ({
    encode,
    batch,
    limits: { batchBytesMax: 100_000, batchOverheadBytes: 0, separatorBytes: 1 },
    send: (request, signal) => call(options, request, request.operations.length, signal),
    probe: (signal) => call(options, { path: "", body: "" }, 0, signal),
  }),
  test: async (options, signal) => {
    const { verdict } = await call(options, { path: "", body: "" }, 0, signal);
    if (verdict.kind === "settled") return { kind: "connected", message: "In the room", fix: null };
    return { kind: "refused", message: "message" in verdict ? verdict.message : "", fix: null };
  },
};
