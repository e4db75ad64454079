import { methods } from "@/lib/http/methods";
import { metricsAnswer } from "@/lib/http/metrics-answer";

export const dynamic = "force-dynamic";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: metricsAnswer });
