import { cancelBackfill } from "@/lib/web/api/backfill-calls";
import { methods } from "@/lib/web/methods";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: cancelBackfill });
