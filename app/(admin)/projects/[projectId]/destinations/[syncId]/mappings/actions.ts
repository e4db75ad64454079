"use server";

import { z } from "zod";
import { toNames } from "@/components/sync/names";
import { IDENTIFIER_TYPES } from "@/lib/destinations/customerio/settings";
import { action } from "@/lib/http/action";
import { listProperties } from "@/lib/projects/list-properties";
import { identifierCoverage } from "@/lib/syncs/identifier-coverage";

export const coverageAction = action(
  z.object({
    projectId: z.number(),
    identifier: z.string(),
    identifierType: z.enum(IDENTIFIER_TYPES),
  }),
  async (ctx, input) => identifierCoverage(ctx, input),
);

export const loadUserPropertiesAction = action(
  z.object({ projectId: z.number() }),
  async (ctx, { projectId }) =>
    toNames([], await listProperties(ctx, { projectId, scope: "user", limit: 10_000 }))
      .userProperties,
);
