import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { Report, ReportFault, ReportRequest } from "@/lib/engine/connectors/report";
import { isJsonObject, type Json, type JsonObject } from "@/lib/kernel/json";
import { parseJson } from "@/lib/kernel/parse-json";
import type { Secret } from "@/lib/kernel/secret";

// Customer.io's reporting webhook: one JSON object in each POST, signed over its bytes.

/**
 * Docs: a report is tried for seven days; whether a retry has a new time in its header is not said. A younger one that
 * comes again is known by its event_id, which is kept for longer.
 */
const AGE_MS_MAX = 8 * 86_400_000;

/** The first thing that is wrong with a request, or null. Docs: HMAC-SHA256 of `v0:<timestamp>:<body>`, in hex. */
export function checkReport(
  { header, body }: ReportRequest,
  key: Secret | undefined,
  nowMs: number,
): ReportFault | null {
  // While a key is replaced both are good.
  const keys = (key?.reveal() ?? "").split(",").filter((each) => each !== "");
  if (keys.length === 0) return "no_key";
  const timestamp = header("x-cio-timestamp") ?? "";
  const signature = header("x-cio-signature") ?? "";
  if (!/^\d{1,12}$/.test(timestamp) || !/^[0-9a-f]{64}$/i.test(signature)) return "unsigned";
  const sent = Buffer.from(signature, "hex");
  const isSigned = keys.some((each) => {
    const digest = createHmac("sha256", each).update(`v0:${timestamp}:`).update(body).digest();
    return timingSafeEqual(digest, sent);
  });
  if (!isSigned) return "forged";
  return Math.abs(nowMs - Number(timestamp) * 1000) > AGE_MS_MAX ? "stale" : null;
}

/** Any pair of object type and metric is taken, also one that is not documented yet. */
export function readReport(body: string): Report {
  const report = parsed(body);
  const data = objectIn(report["data"]);
  const identifiers = objectIn(data["identifiers"]);
  const people = ["id", "email", "cio_id"].flatMap((kind) => {
    const value = textIn(identifiers[kind]);
    return value === null ? [] : [{ kind, value }];
  });
  const { timestamp } = report;
  return {
    id: textIn(report["event_id"]) ?? createHash("sha256").update(body).digest("hex"),
    atMs: isSeconds(timestamp) ? timestamp * 1000 : null,
    channel: textIn(report["object_type"] ?? report["object_type_type"]) ?? "",
    metric: textIn(report["metric"]) ?? "",
    people,
    messageId: textIn(data["delivery_id"]),
    eventRef: textIn(data["trigger_event_id"]),
    subject: textIn(data["subject"]),
    recipient: textIn(data["recipient"] ?? data["email_address"]),
    reason: textIn(data["failure_message"]),
    href: textIn(data["href"]),
    byMachine: ["proxied", "prefetched", "synthetic", "machine"].some(
      (name) => data[name] === true,
    ),
  };
}

function parsed(body: string): JsonObject {
  try {
    return objectIn(parseJson(body));
  } catch {
    return {};
  }
}

const objectIn = (value: unknown): JsonObject => (isJsonObject(value) ? value : {});

const textIn = (value: Json | undefined): string | null =>
  typeof value === "string" && value !== "" ? value : null;

/** Until the year 9999. */
const isSeconds = (value: Json | undefined): value is number =>
  typeof value === "number" && Number.isInteger(value) && value >= 0 && value < 253_402_300_800;
