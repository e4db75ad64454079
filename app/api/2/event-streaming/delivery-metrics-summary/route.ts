import { deliveryMetricsSummary } from "@/lib/http/delivery-metrics-summary";

export const GET = deliveryMetricsSummary;
