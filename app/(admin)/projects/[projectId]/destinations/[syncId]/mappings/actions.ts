"use server";

import { z } from "zod";
import { IDENTIFIER_TYPES } from "@/lib/destinations/customerio/settings";
import { action } from "@/lib/http/action";
import { identifierCoverage } from "@/lib/syncs/identifier-coverage";

export const coverageAction = action(
  z.object({
    projectId: z.number(),
    identifier: z.string(),
    identifierType: z.enum(IDENTIFIER_TYPES),
  }),
  async (ctx, input) => identifierCoverage(ctx, input),
);
