import { methods } from "@/lib/web/methods";
import { answerHealth, type HealthPath, NOT_KEPT } from "./health-calls";
import { sharedHealth } from "./shared-ingest";

/** A health call as the exports of a Next route, for hosts that run nothing but Next. */
export function healthRoute(path: HealthPath) {
  const answer = async () => {
    const { status, body } = await answerHealth(path, sharedHealth);
    return Response.json(body, { status, headers: NOT_KEPT });
  };
  return methods({ GET: answer });
}
