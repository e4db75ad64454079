import { deliveryMetricsSummary } from "@/lib/web/api/delivery-metrics-summary";
import { methods } from "@/lib/web/methods";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: deliveryMetricsSummary });
