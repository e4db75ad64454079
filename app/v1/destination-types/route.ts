import { listDestinationTypes } from "@/lib/web/api/type-calls";
import { methods } from "@/lib/web/methods";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: listDestinationTypes });
