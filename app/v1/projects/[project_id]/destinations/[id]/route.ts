import {
  deleteDestination,
  getDestination,
  patchDestination,
} from "@/lib/http/destinations/item-calls";
import { methods } from "@/lib/http/methods";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: getDestination,
  PATCH: patchDestination,
  DELETE: deleteDestination,
});
