import {
  deleteDestination,
  getDestination,
  patchDestination,
} from "@/lib/http/destinations/item-calls";

export const GET = getDestination;
export const PATCH = patchDestination;
export const DELETE = deleteDestination;
