import { testOneDestination } from "@/lib/web/api/preview-calls";
import { methods } from "@/lib/web/methods";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: testOneDestination });
