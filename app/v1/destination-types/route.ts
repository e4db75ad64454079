import { DESTINATIONS } from "@/lib/destinations/registry";
import { toDestinationType } from "@/lib/destinations/types";
import { listAnswer } from "@/lib/http/destinations/answers";
import { route } from "@/lib/http/route";

export const GET = route({ scope: "destinations:read" }, async () =>
  listAnswer([...DESTINATIONS.values()].map(toDestinationType)),
);
