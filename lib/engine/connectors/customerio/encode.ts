import type { Discard } from "@/lib/engine/connectors/connector";
import type { Encoded, Identifier, LeftOut, Operation } from "@/lib/engine/pipeline/ports";
import type { Event } from "@/lib/engine/pipeline/source/event";
import type { Planned } from "@/lib/engine/pipeline/transform/plan";
import type { Result } from "@/lib/kernel/result";
import { encodeEvent } from "./encode-event";
import { encodeIdentify, withDevice } from "./encode-identify";
import { fitsIntoPath, isAnonymous, resolveAnonymous, resolveIdentifier } from "./identifier";
import type { DeliveryMode, IdentifierType } from "./parameters";

export interface EncodeOptions {
  readonly identifierType: IdentifierType;
  readonly deliveryMode: DeliveryMode;
  /** Events without identifier go out as anonymous ones, and are joined to their person later. */
  readonly sendsAnonymous: boolean;
}

const NOTHING: readonly never[] = [];

/** What is planned for an event as Customer.io's operations, or why Customer.io would never take it. Pure. */
export function encode(event: Event, plan: Planned, options: EncodeOptions): Encoded {
  const resolved = whose(event, plan, options);
  if (!resolved.ok) return discarded(resolved.error, null);
  const identifier = resolved.value;
  const alone = options.deliveryMode === "single";
  const update = isAnonymous(identifier)
    ? null
    : options.sendsAnonymous
      ? withDevice(event, plan.identify)
      : plan.identify;
  const identify = update && encodeIdentify(event, identifier, update, alone);
  const encoded = plan.event ? encodeEvent(event, identifier, plan.event, alone) : undefined;
  if (encoded?.ok === false) return discarded(encoded.error, identifier);
  const operations = inOrder(identify?.operation, encoded?.value.operation);
  if (
    !isAnonymous(identifier) &&
    !fitsIntoPath(identifier) &&
    operations.some((operation) => operation.alone)
  ) {
    const message = `"${identifier.value}" cannot be part of a URL path, and this must go as a request of its own`;
    return discarded({ reason: "invalid_identifier", message }, identifier);
  }
  const ofUser = isAnonymous(identifier) ? ofNobody(plan) : (identify?.leftOut ?? NOTHING);
  const ofEvent = encoded?.value.leftOut ?? NOTHING;
  if (ofUser.length + ofEvent.length === 0) {
    return { kind: "ready", identifier, operations, warnings: NOTHING };
  }
  const leftOut = [...ofUser, ...ofEvent];
  return { kind: "ready", identifier, operations, warnings: leftOut.map(toWarning), leftOut };
}

function whose(
  event: Event,
  plan: Planned,
  { identifierType, sendsAnonymous }: EncodeOptions,
): Result<Identifier, Discard> {
  const known = resolveIdentifier(plan.identifier, identifierType);
  if (known.ok || !sendsAnonymous || plan.event === null) return known;
  return resolveAnonymous(event, known.error);
}

const ofNobody = ({ identify }: Planned): readonly LeftOut[] =>
  (identify ?? NOTHING).map(({ name }) => ({ of: "user", name, why: "nobody is known yet" }));

const toWarning = ({ of, name, why }: LeftOut): string =>
  `${of === "user" ? "User" : "Event"} property "${name}" left out: ${why}`;

function inOrder(
  identify: Operation | undefined,
  event: Operation | undefined,
): readonly [Operation, ...Operation[]] {
  if (identify && event) return [identify, event];
  const only = identify ?? event;
  if (only === undefined) throw new Error("a plan has at least one operation");
  return [only];
}

const discarded = (problem: Discard, identifier: Identifier | null): Encoded => ({
  kind: "discarded",
  reason: problem.reason,
  message: problem.message,
  identifier,
});
