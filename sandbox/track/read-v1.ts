import { isRecord, type JsonRecord } from "@/sandbox/json-object";
import type { WorkspaceConfig } from "@/sandbox/options";
import type { Device, Operation } from "@/sandbox/state/operation";
import { type Checked, Notes } from "./checked";
import { readIdentifiers, readPathIdentifier } from "./identifier";
import { checkAttributes, V1_WORDING } from "./read-attributes";
import { readEvent } from "./read-event";
import { readTime } from "./read-time";
import type { Route, V1Call } from "./route";

export type V1Route = Extract<
  Route,
  { kind: "person" | "delete_device" | "anonymous_event" | "merge" }
>;

/** Reads a v1 call. `body` is the parsed JSON, undefined when there was none. */
export function readV1(
  route: V1Route,
  body: unknown,
  config: WorkspaceConfig,
  now: number,
): Checked {
  const notes = new Notes();
  switch (route.kind) {
    case "merge":
      return notes.result(readMerge(body, config, notes));
    case "anonymous_event":
      return notes.result(readAnonymous(body, now, notes));
    case "delete_device": {
      const who = readPathIdentifier(route.person, config.mode, notes);
      return notes.result(who && { kind: "delete_device", who, token: route.token });
    }
    case "person":
      return notes.result(readPersonCall(route.call, route.person, body, config, now, notes));
  }
}

function readPersonCall(
  call: V1Call,
  person: string,
  body: unknown,
  config: WorkspaceConfig,
  now: number,
  notes: Notes,
): Operation | undefined {
  const who = readPathIdentifier(person, config.mode, notes);
  if (call === "delete" || call === "suppress" || call === "unsuppress") {
    return who && { kind: call, who };
  }
  if (!isRecord(body)) return notes.invalid("", "request body must be an object");
  if (call === "identify") {
    checkAttributes(body, V1_WORDING, now, notes);
    const timestamp = readTime(body["_timestamp"], "_timestamp", now, notes);
    return who && { kind: "identify", who, attributes: body, timestamp };
  }
  if (call === "event") {
    const event = readEvent(body, "data", body["type"], now, notes);
    return who && { kind: "event", who, event };
  }
  const device = readDevice(body["device"], "id", notes);
  return who && device && { kind: "add_device", who, device };
}

function readAnonymous(body: unknown, now: number, notes: Notes): Operation | undefined {
  if (!isRecord(body)) return notes.invalid("", "request body must be an object");
  const event = readEvent(body, "data", body["type"], now, notes);
  const anonymousId = body["anonymous_id"] ?? "";
  if (typeof anonymousId !== "string")
    return notes.invalid("anonymous_id", "anonymous_id must be a string");
  return { kind: "anonymous_event", anonymousId, event };
}

/** Both API versions merge alike. */
export function readMerge(
  body: unknown,
  config: WorkspaceConfig,
  notes: Notes,
): Operation | undefined {
  const fields: JsonRecord = isRecord(body) ? body : {};
  const primary = readIdentifiers(fields["primary"], "primary", config.mode, notes);
  const secondary = readIdentifiers(fields["secondary"], "secondary", config.mode, notes);
  return primary && secondary && { kind: "merge", primary, secondary };
}

/** A device; its token is called `id` in v1 and `token` in v2. */
export function readDevice(
  value: unknown,
  tokenKey: "id" | "token",
  notes: Notes,
): Device | undefined {
  if (!isRecord(value)) return notes.required("device", "device is required");
  const token = value[tokenKey];
  const platform = value["platform"];
  if (typeof token !== "string" || token === "") {
    return notes.required(`device.${tokenKey}`, `device ${tokenKey} cannot be blank`);
  }
  if (platform !== "ios" && platform !== "android") {
    return notes.invalid("device.platform", "platform must be ios or android");
  }
  const attributes = value["attributes"];
  const lastUsed = value["last_used"];
  return {
    token,
    platform,
    lastUsed: typeof lastUsed === "number" ? lastUsed : undefined,
    attributes: isRecord(attributes) ? attributes : {},
  };
}
