import { DESTINATIONS } from "@/lib/destinations/registry";
import { toDestinationType } from "@/lib/destinations/types";
import { listAnswer } from "@/lib/http/destinations/answers";
import { methods } from "@/lib/http/methods";
import { route } from "@/lib/http/route";

const list = route({ scope: "destinations:read" }, async () =>
  listAnswer([...DESTINATIONS.values()].map(toDestinationType)),
);

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: list });
