import { metricsAnswer } from "@/lib/web/api/metrics-answer";
import { methods } from "@/lib/web/methods";

export const dynamic = "force-dynamic";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: metricsAnswer });
