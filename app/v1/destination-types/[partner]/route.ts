import { z } from "zod";
import { toDestinationType } from "@/lib/destinations/destination-type";
import { connectorOf } from "@/lib/destinations/registry";
import { methods } from "@/lib/http/methods";
import { route } from "@/lib/http/route";

const params = z.object({ partner: z.string() });

const read = route({ scope: "destinations:read", params }, async ({ params }) =>
  toDestinationType(connectorOf(params.partner).definition),
);

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: read });
