import type { Discard } from "@/lib/destinations/connector";
import type { Identifier, Operation, Prepared } from "@/lib/pipeline/ports";
import type { FilterReason } from "@/lib/pipeline/record/outcome";
import type { Event } from "@/lib/pipeline/source/event";
import type { CompiledSettings } from "@/lib/pipeline/transform/compile-settings";
import { selectEvent } from "@/lib/pipeline/transform/select-event";
import { encodeEvent } from "./encode-event";
import { encodeIdentify } from "./encode-identify";
import { fitsIntoPath, resolveIdentifier } from "./identifier";
import type { DeliveryMode, IdentifierType } from "./parameters";

// From one accepted event to what is sent for it: nothing (filtered), never (discarded), or one or two operations.

export interface PrepareOptions {
  readonly settings: CompiledSettings;
  readonly identifierType: IdentifierType;
  readonly deliveryMode: DeliveryMode;
}

/** What an event asks for before anything is encoded: which operations, or why none. */
interface Plan {
  readonly identify: boolean;
  readonly event: boolean;
}

/** Pure; total over parsed events. */
export function prepare(event: Event, options: PrepareOptions): Prepared {
  const plan = planFor(event, options.settings);
  if (typeof plan === "string") return { kind: "filtered", reason: plan };
  const resolved = resolveIdentifier(options.settings.identifier(event), options.identifierType);
  if (!resolved.ok) return discarded(resolved.error, null);
  return encode(event, plan, resolved.value, options);
}

function planFor(event: Event, settings: CompiledSettings): Plan | FilterReason {
  switch (event.kind) {
    case "group_identify":
      return "group_identify";
    case "identify":
      return settings.sendUsers ? ONLY_IDENTIFY : "users_off";
    case "event": {
      const identify = settings.sendUsers && settings.usersOnEvents && event.userChanges !== null;
      const selected = selectEvent(event, settings.rows);
      if (typeof selected === "number") return identify ? BOTH : ONLY_EVENT;
      return identify ? ONLY_IDENTIFY : selected;
    }
  }
}

const ONLY_IDENTIFY: Plan = { identify: true, event: false };
const ONLY_EVENT: Plan = { identify: false, event: true };
const BOTH: Plan = { identify: true, event: true };
const NO_WARNINGS: readonly string[] = [];

/** The identify goes before the event it arrived with, so that the event finds the person as it then was. */
function encode(
  event: Event,
  plan: Plan,
  identifier: Identifier,
  { settings, deliveryMode }: PrepareOptions,
): Prepared {
  const alone = deliveryMode === "single";
  const identify = plan.identify
    ? encodeIdentify(event, identifier, settings.userProperties, alone)
    : undefined;
  const encoded = plan.event
    ? encodeEvent(event, identifier, settings.eventProperties, alone)
    : undefined;
  if (encoded?.ok === false) return discarded(encoded.error, identifier);
  const operations = inOrder(identify?.operation, encoded?.value);
  if (!fitsIntoPath(identifier) && operations.some((operation) => operation.alone)) {
    const message = `"${identifier.value}" cannot be part of a URL path, and this must go as a request of its own`;
    return discarded({ reason: "invalid_identifier", message }, identifier);
  }
  return { kind: "ready", identifier, operations, warnings: identify?.warnings ?? NO_WARNINGS };
}

function inOrder(
  identify: Operation | undefined,
  event: Operation | undefined,
): readonly [Operation, ...Operation[]] {
  if (identify && event) return [identify, event];
  const only = identify ?? event;
  if (only === undefined) throw new Error("a plan has at least one operation");
  return [only];
}

const discarded = (problem: Discard, identifier: Identifier | null): Prepared => ({
  kind: "discarded",
  reason: problem.reason,
  message: problem.message,
  identifier,
});
