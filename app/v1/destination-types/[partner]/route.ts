import { z } from "zod";
import { toDestinationType } from "@/lib/destinations/types";
import { route } from "@/lib/http/route";
import { partnerOf } from "@/lib/syncs/partner";

const params = z.object({ partner: z.string() });

export const GET = route({ scope: "destinations:read", params }, async ({ params }) =>
  toDestinationType(partnerOf(params.partner).definition),
);
