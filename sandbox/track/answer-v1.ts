import { ACCEPTED, type Answer, jsonAnswer } from "@/sandbox/http/answer";
import { accept, examine } from "./accept";
import type { Problem } from "./checked";
import type { Exchange } from "./exchange";
import { readV1, type V1Route } from "./read-v1";

/** A v1 call is accepted or refused whole. */
export function answerV1(x: Exchange, route: V1Route): Answer {
  const body = x.body.kind === "json" ? x.body.value : undefined;
  const { operation, problems } = examine(x, readV1(route, body, x.ws.config, x.record.at));
  if (operation === undefined) {
    x.ws.stats.operationsRejected++;
    // The reference documents the merge error in one shape only.
    return refuseV1(problems, route.kind === "merge" ? "error" : x.ws.config.error_envelope);
  }
  accept(x, [operation]);
  return ACCEPTED;
}

function refuseV1(problems: readonly Problem[], envelope: "error" | "errors"): Answer {
  const messages = problems.map(({ message }) => message);
  const meta =
    envelope === "errors" ? { errors: messages } : { error: messages[0] ?? "invalid request" };
  return jsonAnswer(400, { meta });
}
