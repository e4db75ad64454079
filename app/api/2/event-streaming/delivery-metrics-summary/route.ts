import { deliveryMetricsSummary } from "@/lib/http/delivery-metrics-summary";
import { methods } from "@/lib/http/methods";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: deliveryMetricsSummary });
