import { z } from "zod";
import { resolveIdentifier } from "@/lib/destinations/customerio/identifier";
import { IDENTIFIER_TYPES } from "@/lib/destinations/customerio/settings";
import { propertyReader } from "@/lib/pipeline/transform/properties";
import { settingsSchema } from "@/lib/pipeline/transform/settings";
import { readNewestEvents } from "@/lib/projects/read-event";
import type { Context } from "@/lib/verbs/context";
import { found, idSchema, parseInput, requireScope } from "@/lib/verbs/guards";

const EVENTS_MAX = 1_000;

export interface IdentifierCoverage {
  /** Events looked at: the last 1,000 at most, without group updates. */
  readonly total: number;
  readonly byKind: { readonly id: number; readonly email: number; readonly cio_id: number };
  readonly missing: number;
  readonly invalid: number;
}

export const identifierCoverageInput = z.object({
  projectId: idSchema,
  /** `user_id`, `device_id` or `gp:<user property>`. */
  identifier: settingsSchema.shape.identifier,
  identifierType: z.enum(IDENTIFIER_TYPES).default("auto"),
});

/** How many of the last 1,000 events have the mapped identifier, and which kind Customer.io would take it for. */
export async function identifierCoverage(
  ctx: Context,
  rawInput: z.input<typeof identifierCoverageInput>,
): Promise<IdentifierCoverage> {
  requireScope(ctx, "destinations:read");
  const input = parseInput(identifierCoverageInput, rawInput);
  found(
    await ctx.db.project.findUnique({ where: { id: input.projectId }, select: { id: true } }),
    `Project ${input.projectId}`,
  );
  const events = await readNewestEvents(ctx, input.projectId, EVENTS_MAX);
  const read = propertyReader(input.identifier);
  const counts = { id: 0, email: 0, cio_id: 0, missing: 0, invalid: 0 };
  const streamed = events.filter(({ kind }) => kind !== "group_identify");
  for (const event of streamed) {
    const resolved = resolveIdentifier(read(event), input.identifierType);
    if (resolved.ok) counts[resolved.value.kind]++;
    else counts[resolved.error.reason === "missing_identifier" ? "missing" : "invalid"]++;
  }
  const { missing, invalid, ...byKind } = counts;
  return { total: streamed.length, byKind, missing, invalid };
}
