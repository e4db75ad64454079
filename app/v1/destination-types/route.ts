import { toDestinationType } from "@/lib/engine/connectors/destination-type";
import { CONNECTORS } from "@/lib/engine/connectors/registry";
import { listAnswer } from "@/lib/web/api/answers";
import { methods } from "@/lib/web/methods";
import { route } from "@/lib/web/route";

const list = route({ scope: "destinations:read" }, async () =>
  listAnswer(CONNECTORS.map(({ definition }) => toDestinationType(definition))),
);

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: list });
