"use server";

import { z } from "zod";
import { toNames } from "@/components/sync/names";
import { connectorOf } from "@/lib/destinations/registry";
import { action } from "@/lib/http/action";
import { listProperties } from "@/lib/projects/list-properties";
import { identifierCoverage } from "@/lib/syncs/identifier-coverage";

export const coverageAction = action(
  z.object({ id: z.number(), projectId: z.number(), identifier: z.string() }),
  async (ctx, input) => identifierCoverage(ctx, input),
);

export const loadUserPropertiesAction = action(
  z.object({ projectId: z.number(), partner: z.string() }),
  async (ctx, { projectId, partner }) =>
    toNames(
      connectorOf(partner).definition,
      [],
      await listProperties(ctx, { projectId, scope: "user", limit: 10_000 }),
    ).userProperties,
);
