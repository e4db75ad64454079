import { type Answer, jsonAnswer, textAnswer } from "@/sandbox/http/answer";
import { sameSecret } from "@/sandbox/http/credentials";
import { answerV1 } from "./answer-v1";
import { answerBatch, answerEntity } from "./answer-v2";
import type { Exchange } from "./exchange";

/** The fixed order of checks: route, credentials, region, rate, size, JSON, then the call itself. */
export function judge(x: Exchange): Answer {
  return checkRoute(x) ?? checkAccess(x) ?? checkLoad(x) ?? checkJson(x) ?? carryOut(x);
}

function checkRoute({ route }: Exchange): Answer | undefined {
  if (route.kind === "unknown_path") return textAnswer(404, "404 page not found");
  if (route.kind !== "wrong_method") return undefined;
  return textAnswer(405, "405 method not allowed", { allow: route.allow });
}

const UNAUTHORIZED = jsonAnswer(401, { meta: { error: "Unauthorized request" } });

function checkAccess({
  ws,
  credentials,
  route,
  listener,
  sandbox,
  url,
}: Exchange): Answer | undefined {
  const { site_id, api_key, region } = ws.config;
  const known =
    credentials !== undefined &&
    credentials.siteId === site_id &&
    sameSecret(credentials.apiKey, api_key) &&
    !ws.faults.isRevoked(credentials.apiKey);
  if (!known) return UNAUTHORIZED;
  if (route.kind === "region" || region === listener) return undefined;
  // An EU account on the US host is led on; the other way round requests fail. Both status codes are assumed.
  if (region === "eu")
    return textAnswer(307, "Temporary Redirect", { location: sandbox.euUrl + url });
  return UNAUTHORIZED;
}

function checkLoad({ ws, size }: Exchange): Answer | undefined {
  if (!ws.withinRate()) {
    const seconds = ws.config.retry_after;
    const headers: Record<string, string> =
      seconds === null ? {} : { "retry-after": String(seconds) };
    return jsonAnswer(429, { meta: { error: "rate limit exceeded" } }, headers);
  }
  return size > ws.config.body_bytes_max ? textAnswer(413, "Request Entity Too Large") : undefined;
}

function checkJson({ body, route }: Exchange): Answer | undefined {
  if (body.kind !== "bad") return undefined;
  if (route.kind === "batch" || route.kind === "entity") {
    return jsonAnswer(400, { errors: [{ reason: "invalid", field: "", message: "invalid JSON" }] });
  }
  return jsonAnswer(400, { meta: { error: "invalid JSON" } });
}

function carryOut(x: Exchange): Answer {
  const { route, ws, listener } = x;
  switch (route.kind) {
    case "region": {
      const region = ws.config.region;
      const url = region === "us" ? x.sandbox.usUrl : x.sandbox.euUrl;
      return jsonAnswer(200, { url, region, environment_id: ws.config.environment_id });
    }
    case "batch":
      return answerBatch(x);
    case "entity":
      return answerEntity(x);
    case "unknown_path":
    case "wrong_method":
      throw new Error(`not a call: ${listener} ${x.url}`);
    default:
      return answerV1(x, route);
  }
}
