import { redeliverDeliveries } from "@/lib/http/destinations/delivery-calls";

export const POST = redeliverDeliveries;
