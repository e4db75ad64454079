import { listDestinations, postDestination } from "@/lib/http/destinations/collection-calls";
import { methods } from "@/lib/http/methods";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: listDestinations,
  POST: postDestination,
});
