import type { Answer } from "@/lib/engine/connectors/http/call";
import { retryAfterMs } from "@/lib/engine/connectors/http/retry-after";
import type { OperationVerdict, Verdict } from "@/lib/engine/pipeline/ports";
import { joinRefusals, type Refusal, readRefusals } from "./refusals";

// What an answer of the Track API means. MUST never conclude that an operation was accepted unless Customer.io said so.

/** What has to be known of the request: one v2 batch or one v1 call, and how many operations. */
export interface Asked {
  readonly batch: boolean;
  readonly operations: number;
}

/** Pure; the table of answers. */
export function classify(answer: Answer, asked: Asked, nowMs: number): Verdict {
  const { status } = answer;
  if (status >= 200 && status < 300) return accepted(answer, asked);
  const message = explain(answer);
  switch (status) {
    case 401:
    case 403:
      return { kind: "unwell", reason: "credentials_refused", message };
    case 404:
    case 405:
    case 407:
      return { kind: "unwell", reason: "misconfigured", message };
    case 408:
      return wait("timeout", answer, nowMs);
    case 425:
      return wait("server_error", answer, nowMs);
    case 429:
      return wait("throttled", answer, nowMs);
    default:
      break;
  }
  if (status >= 300 && status < 400) return { kind: "unwell", reason: "misconfigured", message };
  if (status >= 400 && status < 500) return refused(answer, asked);
  return wait("server_error", answer, nowMs);
}

/** Status and what the body says about it, for people. Pure. */
function explain({ status, body }: Answer): string {
  const refusals = readRefusals(body);
  return refusals.length === 0
    ? `Customer.io answered ${status}`
    : `Customer.io answered ${status}: ${joinRefusals(refusals).message}`;
}

function wait(
  reason: Extract<Verdict, { kind: "wait" }>["reason"],
  answer: Answer,
  nowMs: number,
): Verdict {
  return {
    kind: "wait",
    reason,
    retryAfterMs: retryAfterMs(answer.retryAfter, nowMs),
    message: explain(answer),
  };
}

function accepted(answer: Answer, asked: Asked): Verdict {
  if (!asked.batch && answer.status !== 207) return settled(asked, () => ({ kind: "accepted" }));
  if (answer.bodyState === "cut_off") {
    const message = `Customer.io's answer ${answer.status} was cut off before it said what was accepted`;
    return { kind: "wait", reason: "unreachable", retryAfterMs: null, message };
  }
  const refusals = readRefusals(answer.body);
  if (refusals.length === 0 && answer.status !== 207 && answer.bodyState === "complete") {
    return settled(asked, () => ({ kind: "accepted" }));
  }
  const byIndex = groupByIndex(refusals, asked);
  if (byIndex === null || byIndex.size === 0 || answer.bodyState === "too_long") {
    const message = `Customer.io answered ${answer.status} without saying which operations it refused`;
    return { kind: "resend", message };
  }
  return settled(asked, (index) => verdictOf(byIndex.get(index)) ?? { kind: "accepted" });
}

function refused(answer: Answer, asked: Asked): Verdict {
  const refusals = readRefusals(answer.body);
  const joined = joinRefusals(
    refusals.length > 0 ? refusals : [{ index: null, message: explain(answer), field: null }],
  );
  if (asked.operations === 1) return settled(asked, () => ({ kind: "refused", ...joined }));
  const listed = groupByIndex(
    refusals.filter(({ index }) => index !== null),
    asked,
  );
  if (listed === null) {
    return {
      kind: "resend",
      message: `Customer.io refused an operation that was not sent: ${joined.message}`,
    };
  }
  if (listed.size === 0) return { kind: "unattributable", message: joined.message };
  return settled(asked, (index) => verdictOf(listed.get(index)) ?? { kind: "again" });
}

/** Refusals by operation; null when one names no operation of the request: then none of them can be trusted. */
function groupByIndex(
  refusals: readonly Refusal[],
  asked: Asked,
): ReadonlyMap<number, Refusal[]> | null {
  const groups = new Map<number, Refusal[]>();
  for (const refusal of refusals) {
    const { index } = refusal;
    if (index === null || !Number.isInteger(index) || index < 0 || index >= asked.operations) {
      return null;
    }
    const group = groups.get(index) ?? [];
    if (group.length === 0) groups.set(index, group);
    group.push(refusal);
  }
  return groups;
}

const verdictOf = (refusals: readonly Refusal[] | undefined): OperationVerdict | undefined =>
  refusals && { kind: "refused", ...joinRefusals(refusals) };

const settled = (asked: Asked, verdict: (index: number) => OperationVerdict): Verdict => ({
  kind: "settled",
  operations: Array.from({ length: asked.operations }, (_, index) => verdict(index)),
});
