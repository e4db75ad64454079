import { z } from "zod";
import { toDestinationType } from "@/lib/destinations/types";
import { methods } from "@/lib/http/methods";
import { route } from "@/lib/http/route";
import { partnerOf } from "@/lib/syncs/partner";

const params = z.object({ partner: z.string() });

const read = route({ scope: "destinations:read", params }, async ({ params }) =>
  toDestinationType(partnerOf(params.partner).definition),
);

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: read });
