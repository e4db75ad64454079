import { redeliverDeliveries } from "@/lib/http/destinations/delivery-calls";
import { methods } from "@/lib/http/methods";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: redeliverDeliveries });
