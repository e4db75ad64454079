import { listDestinationWaiting } from "@/lib/web/api/delivery-calls";
import { methods } from "@/lib/web/methods";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: listDestinationWaiting });
