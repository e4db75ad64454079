import { collectMetrics } from "@/lib/admin/operations/collect-metrics";
import { toMetricsText } from "@/lib/admin/operations/metrics-text";
import { contextFor } from "@/lib/admin/verb/context-for";
import { AppError } from "@/lib/kernel/errors";
import { sameText } from "@/lib/platform/crypto/same-text";
import { env } from "@/lib/platform/env";
import { isPublishedHere, peerOf } from "@/lib/platform/peer";
import { problemResponse, toProblem } from "@/lib/web/problem";

/** Prometheus text for who has METRICS_TOKEN, or comes straight from this machine. */
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

/** The token opens from anywhere. Without it, this machine may read as long as no proxy can stand in front. */
function requireScraper(request: Request): void {
  const { metricsToken, publicUrl } = env();
  const given = /^Bearer +(\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
  if (metricsToken !== undefined && given !== undefined) {
    if (sameText(given, metricsToken.reveal())) return;
    throw new AppError("unauthenticated", "This is not METRICS_TOKEN");
  }
  if (peerOf(request.headers).isLocal && isPublishedHere(publicUrl)) return;
  if (metricsToken !== undefined) {
    throw new AppError("unauthenticated", "Send METRICS_TOKEN: Authorization: Bearer …");
  }
  const message =
    "Set METRICS_TOKEN to read metrics from another machine, through a proxy, or with a PUBLIC_URL that is not this machine's";
  throw new AppError("forbidden", message);
}
