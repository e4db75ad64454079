import type { Connector } from "@/lib/engine/connectors/connector";
import { defineParameters } from "@/lib/engine/connectors/parameters";
import type { Encoded, Operation, OutboundRequest } from "@/lib/engine/pipeline/ports";
import type { Event } from "@/lib/engine/pipeline/source/event";
import { mapIdentifier } from "@/lib/engine/pipeline/transform/map-identifier";
import type { Planned } from "@/lib/engine/pipeline/transform/plan";
import { err, ok } from "@/lib/kernel/result";
import { stringifyJson } from "@/lib/kernel/stringify-json";
import { call } from "./calls";

// The smallest connector there can be: it exists only in tests, and proves what a second connector needs. It posts what
// happened, a line each, to a room of a server that knows people by a handle.

const LINES = "/lines";
const BATCH_BYTES_MAX = 100_000;

const identify: ReturnType<Connector["identify"]> = (value) => {
  const mapped = mapIdentifier(value);
  if (mapped.ok) return ok({ kind: "handle", value: mapped.value });
  return err({ reason: mapped.error, message: "The event has no handle" });
};

function encode(event: Event, plan: Planned): Encoded {
  const identifier = identify(plan.identifier);
  if (!identifier.ok) return { kind: "discarded", ...identifier.error, identifier: null };
  const { value: handle } = identifier.value;
  const operationOf = (kind: Operation["kind"], selected: Planned["event"]): Operation => {
    const properties = Object.fromEntries((selected ?? []).map(({ name, value }) => [name, value]));
    const said = kind === "event" ? event.eventType : null;
    const json = stringifyJson({ id: event.uuid, handle, said, properties });
    const bytes = Buffer.byteLength(json);
    const single = { method: "POST", path: LINES, body: json } as const;
    return { kind, json, bytes, alone: bytes > BATCH_BYTES_MAX, single };
  };
  const identifies = plan.identify === null ? [] : [operationOf("identify", plan.identify)];
  const events = plan.event === null ? [] : [operationOf("event", plan.event)];
  const [first, ...rest] = [...identifies, ...events];
  if (first === undefined) throw new Error("a plan has at least one operation");
  return {
    kind: "ready",
    identifier: identifier.value,
    operations: [first, ...rest],
    warnings: [],
  };
}

function batch<Item>(operations: OutboundRequest<Item>["operations"]): OutboundRequest<Item> {
  const body = operations.map(({ operation }) => operation.json).join("\n");
  return { method: "POST", path: LINES, body, bytes: Buffer.byteLength(body), operations };
}

/** Asks whether we may come in, and says nothing. */
const KNOCK = { path: "", body: "", operations: 0 };

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
    streams: "selected",
    confirmation: null,
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
    reference: null,
    prerequisites: { needed: ["Room", "Door token"], steps: ["Knock."] },
    reservedUserProperties: ["echo_id"],
    userPropertiesMax: 5,
    warnedUserProperties: { loud: "is said louder" },
    warnedEventProperties: {},
    sandboxAccount: [],
    hosts: [{ id: "main", variable: "ECHO_US_URL", url: "http://127.0.0.1:9", sandboxListener: 0 }],
  },
  identify: () => identify,
  eventId: ({ uuid }) => uuid,
  account: ({ room, pace }) => ({ id: String(room), requestsPerSecond: Number(pace) }),
  open: (options) => ({
    encode,
    batch,
    limits: {
      operationsMax: 500,
      batchBytesMax: BATCH_BYTES_MAX,
      batchOverheadBytes: 0,
      separatorBytes: 1,
    },
    send: ({ path, body, operations }, signal) =>
      call(options, { path, body, operations: operations.length }, signal),
    probe: (signal) => call(options, KNOCK, signal),
  }),
  test: async (options, signal) => {
    const { verdict } = await call(options, KNOCK, signal);
    if (verdict.kind === "settled") return { kind: "connected", message: "In the room", fix: null };
    const kind = verdict.kind === "wait" ? "unreachable" : "refused";
    return { kind, message: verdict.message, fix: null };
  },
};
