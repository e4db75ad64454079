import { listDestinationDeliveries } from "@/lib/http/destinations/delivery-calls";

export const GET = listDestinationDeliveries;
