import { listDestinations, postDestination } from "@/lib/http/destinations/collection-calls";

export const GET = listDestinations;
export const POST = postDestination;
