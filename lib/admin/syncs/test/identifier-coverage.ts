import { z } from "zod";
import { readNewestEvents } from "@/lib/admin/events/read-event";
import { requireSync } from "@/lib/admin/syncs/require-sync";
import type { Context } from "@/lib/admin/verb/context";
import { parseInput, projectIdSchema, requireScope, syncIdSchema } from "@/lib/admin/verb/guards";
import type { ConnectorConfig } from "@/lib/engine/connectors/parameters";
import { connectorOf } from "@/lib/engine/connectors/registry";
import { plannerOf } from "@/lib/engine/pipeline/transform/plan";
import {
  ALL_EVENTS,
  type Settings,
  settingsSchema,
} from "@/lib/engine/pipeline/transform/settings";
import { storedConfig } from "@/lib/engine/store/stored-sync";
import type { ProjectId } from "@/lib/kernel/brand";

const EVENTS_MAX = 1_000;

export interface IdentifierCoverage {
  /** Events looked at: the last 1,000 at most, without group updates. */
  readonly total: number;
  /** How many have one of each kind, in the order in which the connector declares its kinds. */
  readonly byKind: readonly { readonly words: string; readonly events: number }[];
  /** Without one, and sent all the same: of nobody yet. */
  readonly nobodys: number;
  readonly missing: number;
  readonly invalid: number;
  /** Different people among those who have it, and different identifiers: fewer, and people become one. */
  readonly people: number;
  readonly values: number;
}

const identifierCoverageInput = z.object({
  id: syncIdSchema,
  projectId: projectIdSchema.optional(),
  /** `user_id`, `device_id` or `gp:<user property>`. */
  identifier: settingsSchema.shape.identifier,
  fallbackIdentifiers: settingsSchema.shape.fallbackIdentifiers,
});

/** Plans whatever names a person, and for it whom it would be sent for. */
const EVERYBODY = settingsSchema.parse({
  sendEvents: true,
  sendUsers: true,
  eventRows: [{ event: ALL_EVENTS, where: [] }],
});

/** How many of the last 1,000 events have the mapped identifier, and which kind the destination would take it for. */
export async function identifierCoverage(
  ctx: Context,
  rawInput: z.input<typeof identifierCoverageInput>,
): Promise<IdentifierCoverage> {
  requireScope(ctx, "destinations:read");
  const { id, projectId, ...mapped } = parseInput(identifierCoverageInput, rawInput);
  const row = await requireSync(ctx, id, projectId);
  return measureIdentifier(ctx, { ...row, config: storedConfig(row), mapped });
}

interface Measured {
  readonly projectId: number;
  readonly partner: string;
  readonly config: ConnectorConfig;
  readonly mapped: Pick<Settings, "identifier" | "fallbackIdentifiers">;
}

/** The rest of identifierCoverage. */
export async function measureIdentifier(
  ctx: Pick<Context, "db">,
  { projectId, partner, config, mapped }: Measured,
): Promise<IdentifierCoverage> {
  const connector = connectorOf(partner);
  const identify = connector.identify(config);
  const planner = plannerOf({ ...EVERYBODY, ...mapped });
  const events = await readNewestEvents(ctx, projectId as ProjectId, EVENTS_MAX);
  const planned = events.flatMap((event) => {
    const plan = planner.plan(event);
    return plan.kind === "planned" ? [{ event, result: identify(plan.identifier, event) }] : [];
  });
  const kinds = connector.definition.identifierKinds;
  const isNobodys = (kind: string) => kinds.some((one) => one.kind === kind && one.isNobody);
  const results = planned.map(({ result }) => result);
  const people = new Set<unknown>();
  const values = new Set<string>();
  for (const { event, result } of planned) {
    if (!result.ok || isNobodys(result.value.kind)) continue;
    people.add(event.personId);
    values.add(`${result.value.kind} ${result.value.value}`);
  }
  const count = (of: (result: (typeof results)[number]) => boolean) => results.filter(of).length;
  const isMissing = (result: (typeof results)[number]) =>
    !result.ok && result.error.reason === "missing_identifier";
  return {
    total: results.length,
    byKind: kinds
      .filter(({ isNobody }) => !isNobody)
      .map(({ kind, words }) => ({
        words,
        events: count((result) => result.ok && result.value.kind === kind),
      })),
    nobodys: count((result) => result.ok && isNobodys(result.value.kind)),
    missing: count(isMissing),
    invalid: count((result) => !result.ok && !isMissing(result)),
    people: people.size,
    values: values.size,
  };
}
