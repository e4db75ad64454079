import { deleteDestination, getDestination, patchDestination } from "@/lib/web/api/item-calls";
import { methods } from "@/lib/web/methods";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: getDestination,
  PATCH: patchDestination,
  DELETE: deleteDestination,
});
