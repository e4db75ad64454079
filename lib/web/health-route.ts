import { methods } from "@/lib/http/methods";
import { answerHealth, type HealthPath, NOT_KEPT } from "@/lib/web/health-calls";
import { sharedHealth } from "@/lib/web/shared-ingest";

/** A health call as the exports of a Next route, for hosts that run nothing but Next. */
export function healthRoute(path: HealthPath) {
  const answer = async () => {
    const { status, body } = await answerHealth(path, sharedHealth);
    return Response.json(body, { status, headers: NOT_KEPT });
  };
  return methods({ GET: answer });
}
