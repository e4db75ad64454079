import { listDestinations, postDestination } from "@/lib/web/api/collection-calls";
import { methods } from "@/lib/web/methods";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: listDestinations,
  POST: postDestination,
});
