import { json } from "@/lib/http/route";
import { checkHealth } from "@/lib/telemetry/health";
import { contextFor } from "@/lib/verbs/runtime";

export const dynamic = "force-dynamic";

export async function GET(): Promise<Response> {
  const health = await checkHealth(contextFor({ kind: "system" }));
  return json(health, health.status === "ok" ? 200 : 503);
}
