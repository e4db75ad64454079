import type { IncomingMessage, ServerResponse } from "node:http";
import type { HealthCheck } from "@/lib/admin/operations/health-check";
import { answerHealth, type HealthPath, isHealthPath, NOT_KEPT } from "./health-calls";
import type { Listener } from "./server";

/** Answers the health calls before Next: they tell of this process also when Next is unwell. */
export const healthListener =
  (check: HealthCheck): Listener =>
  (req, res) => {
    const path = (req.url ?? "").split("?", 1)[0] ?? "";
    const isRead = req.method === "GET" || req.method === "HEAD";
    if (!isRead || !isHealthPath(path)) return false;
    void answer(req, res, path, check);
    return true;
  };

async function answer(
  { method }: IncomingMessage,
  res: ServerResponse,
  path: HealthPath,
  check: HealthCheck,
): Promise<void> {
  const { status, body } = await answerHealth(path, () => check);
  if (res.destroyed) return;
  const text = JSON.stringify(body);
  const length = { "Content-Length": Buffer.byteLength(text) };
  res.writeHead(status, { "Content-Type": "application/json", ...NOT_KEPT, ...length });
  res.end(method === "HEAD" ? undefined : text);
}
