import { sameText } from "@/lib/crypto/same-text";
import { env } from "@/lib/env";
import { isDirectlyLocal } from "@/lib/http/direct-peer";
import { problemResponse, toProblem } from "@/lib/http/problem";
import { AppError } from "@/lib/kernel/errors";
import { collectMetrics } from "@/lib/telemetry/collect-metrics";
import { toMetricsText } from "@/lib/telemetry/metrics-text";
import { contextFor } from "@/lib/verbs/runtime";

/** Prometheus text for who has METRICS_TOKEN or, without one set, for who comes straight from this machine. */
export async function metricsAnswer(request: Request): Promise<Response> {
  try {
    requireScraper(request);
    const text = toMetricsText(await collectMetrics(contextFor({ kind: "system" })));
    const headers = { "content-type": "text/plain; version=0.0.4; charset=utf-8" };
    return new Response(text, { headers });
  } catch (error) {
    return problemResponse(toProblem(error, "/metrics"));
  }
}

function requireScraper(request: Request): void {
  const { metricsToken } = env();
  if (metricsToken === undefined) {
    if (isDirectlyLocal(request)) return;
    throw new AppError("forbidden", "Set METRICS_TOKEN to read metrics from another machine");
  }
  const given = /^Bearer +(\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
  if (given !== undefined && sameText(given, metricsToken.reveal())) return;
  throw new AppError("unauthenticated", "Send METRICS_TOKEN: Authorization: Bearer …");
}
