import { removeSource } from "@/lib/web/api/source-calls";
import { methods } from "@/lib/web/methods";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ DELETE: removeSource });
