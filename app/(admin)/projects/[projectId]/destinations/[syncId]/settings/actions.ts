"use server";

import { z } from "zod";
import { toNames } from "@/components/sync/name-options";
import { listEventTypes } from "@/lib/admin/names/list-event-types";
import { listProperties } from "@/lib/admin/names/list-properties";
import { connectorOf } from "@/lib/engine/connectors/registry";
import { action } from "@/lib/web/action";

export const loadNamesAction = action(
  z.object({ projectId: z.number(), partner: z.string() }),
  async (ctx, { projectId, partner }) =>
    toNames(
      connectorOf(partner).definition,
      await listEventTypes(ctx, { projectId, limit: 10_000 }),
      await listProperties(ctx, { projectId, limit: 10_000 }),
    ),
);
