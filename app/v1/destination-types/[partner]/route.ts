import { z } from "zod";
import { toDestinationType } from "@/lib/engine/connectors/destination-type";
import { connectorOf } from "@/lib/engine/connectors/registry";
import { methods } from "@/lib/web/methods";
import { route } from "@/lib/web/route";

const params = z.object({ partner: z.string() });

const read = route({ scope: "destinations:read", params }, async ({ params }) =>
  toDestinationType(connectorOf(params.partner).definition),
);

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: read });
