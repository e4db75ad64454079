import { ACCEPTED, type Answer, jsonAnswer } from "@/sandbox/http/answer";
import { isRecord } from "@/sandbox/json-object";
import type { Operation } from "@/sandbox/state/operation";
import { accept, examine } from "./accept";
import type { Problem } from "./checked";
import type { Exchange } from "./exchange";
import { BATCH_KB_MAX } from "./limits";
import { readV2 } from "./read-v2";

const REFUSED_BY_FAULT: Problem = {
  reason: "invalid",
  field: "",
  message: "refused by a fault rule",
};

/** One operation: accepted or refused. */
export function answerEntity(x: Exchange): Answer {
  const body = x.body.kind === "json" ? x.body.value : undefined;
  const { operation, problems } = examine(x, readV2(body, x.ws.config, x.record.at));
  if (operation === undefined) {
    x.ws.stats.operationsRejected++;
    return jsonAnswer(400, { errors: problems });
  }
  accept(x, [operation]);
  return ACCEPTED;
}

/** A batch: valid operations are accepted although others are not; only those that are not are listed. */
export function answerBatch(x: Exchange): Answer {
  const bytesMax = BATCH_KB_MAX * x.ws.config.kb;
  if (x.size > bytesMax) {
    return refuseWhole("invalid", `batch cannot be larger than ${bytesMax} bytes`);
  }
  const body = x.body.kind === "json" ? x.body.value : undefined;
  const batch = isRecord(body) ? body["batch"] : undefined;
  if (!Array.isArray(batch) || batch.length === 0) {
    return refuseWhole("required", "batch must be an array of at least one operation");
  }
  const operations: Operation[] = [];
  const errors: (Problem & { batch_index: number })[] = [];
  for (const [index, raw] of batch.entries()) {
    const { operation, problems } = examineAt(x, index, raw);
    if (operation !== undefined) operations.push(operation);
    for (const problem of problems) errors.push({ batch_index: index, ...problem });
  }
  x.ws.stats.operationsRejected += batch.length - operations.length;
  accept(x, operations);
  if (errors.length === 0) return ACCEPTED;
  return operations.length === 0 ? refuseAll(x, errors) : jsonAnswer(207, { errors });
}

function examineAt(x: Exchange, index: number, raw: unknown) {
  if (x.fault?.refuses?.(index, raw) === true) {
    return { operation: undefined, problems: [REFUSED_BY_FAULT] };
  }
  return examine(x, readV2(raw, x.ws.config, x.record.at));
}

function refuseAll(x: Exchange, errors: readonly (Problem & { batch_index: number })[]): Answer {
  const { all_invalid, all_invalid_index } = x.ws.config;
  const listed = all_invalid_index
    ? errors
    : errors.map(({ batch_index: _, ...problem }) => problem);
  return jsonAnswer(all_invalid, { errors: listed });
}

function refuseWhole(reason: Problem["reason"], message: string): Answer {
  return jsonAnswer(400, { errors: [{ reason, field: "batch", message }] });
}
