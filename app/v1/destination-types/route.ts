import { toDestinationType } from "@/lib/destinations/destination-type";
import { CONNECTORS } from "@/lib/destinations/registry";
import { listAnswer } from "@/lib/http/destinations/answers";
import { methods } from "@/lib/http/methods";
import { route } from "@/lib/http/route";

const list = route({ scope: "destinations:read" }, async () =>
  listAnswer(CONNECTORS.map(({ definition }) => toDestinationType(definition))),
);

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: list });
