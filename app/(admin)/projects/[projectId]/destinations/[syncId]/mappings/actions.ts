"use server";

import { z } from "zod";
import { toNames } from "@/components/sync/name-options";
import { listProperties } from "@/lib/admin/names/list-properties";
import { identifierCoverage } from "@/lib/admin/syncs/test/identifier-coverage";
import { connectorOf } from "@/lib/engine/connectors/registry";
import { action } from "@/lib/web/action";

export const coverageAction = action(
  z.object({
    id: z.number(),
    projectId: z.number(),
    identifier: z.string(),
    fallbackIdentifiers: z.array(z.string()),
  }),
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
