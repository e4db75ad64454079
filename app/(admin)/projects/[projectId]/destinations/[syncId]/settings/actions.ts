"use server";

import { z } from "zod";
import { toNames } from "@/components/sync/names";
import { connectorOf } from "@/lib/destinations/registry";
import { action } from "@/lib/http/action";
import { listEventTypes } from "@/lib/projects/list-event-types";
import { listProperties } from "@/lib/projects/list-properties";

export const loadNamesAction = action(
  z.object({ projectId: z.number(), partner: z.string() }),
  async (ctx, { projectId, partner }) =>
    toNames(
      connectorOf(partner).definition,
      await listEventTypes(ctx, { projectId, limit: 10_000 }),
      await listProperties(ctx, { projectId, limit: 10_000 }),
    ),
);
