"use server";

import { z } from "zod";
import { toNames } from "@/components/sync/names";
import { action } from "@/lib/http/action";
import { listEventTypes } from "@/lib/projects/list-event-types";
import { listProperties } from "@/lib/projects/list-properties";

export const loadNamesAction = action(z.object({ projectId: z.number() }), async (ctx, input) =>
  toNames(
    await listEventTypes(ctx, { ...input, limit: 10_000 }),
    await listProperties(ctx, { ...input, limit: 10_000 }),
  ),
);
