import { readEvent } from "@/lib/web/api/event-calls";
import { methods } from "@/lib/web/methods";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: readEvent });
