import { applyOperation } from "@/sandbox/state/apply-operation";
import type { Operation } from "@/sandbox/state/operation";
import type { Checked } from "./checked";
import type { Exchange } from "./exchange";
import { enforceStrictly } from "./strict";

/** Notes the findings of an operation and gives what becomes of it, by the workspace's strictness. */
export function examine(x: Exchange, checked: Checked): Checked {
  for (const finding of checked.findings) x.ws.report(x.record, finding);
  return enforceStrictly(checked, x.ws.config.strict);
}

/** Counts operations as accepted and lets them take effect, at once or after the workspace's processing delay. */
export function accept(x: Exchange, operations: readonly Operation[]): void {
  for (const operation of operations) x.ws.stats.countAccepted(operation.kind);
  const delayMs = x.ws.config.processing_delay_ms;
  if (delayMs === 0) {
    apply(x, operations);
    return;
  }
  void x.ws.base.sleep(delayMs, x.sandbox.closing).then(() => apply(x, operations));
}

function apply(x: Exchange, operations: readonly Operation[]): void {
  for (const operation of operations) applyOperation(x.ws, operation, x.record);
}
