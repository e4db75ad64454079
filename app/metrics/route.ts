import { metricsAnswer } from "@/lib/http/metrics-answer";

export const dynamic = "force-dynamic";

export const GET = metricsAnswer;
