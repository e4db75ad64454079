import { measureIdentifier } from "@/lib/admin/syncs/test/identifier-coverage";
import { mergesMany } from "@/lib/admin/syncs/test/merges-many";
import type { Context } from "@/lib/admin/verb/context";
import { invalidInput } from "@/lib/admin/verb/guards";
import { connectorOf } from "@/lib/engine/connectors/registry";
import type { PlannedUpdate } from "./planned-update";

interface Saved {
  readonly projectId: number;
  readonly partner: string;
  readonly plan: Pick<PlannedUpdate, "state" | "diff">;
  /** See syncPatchSchema. */
  readonly confirmed: string | undefined;
}

const FIELDS = ["settings.identifier", "settings.fallbackIdentifiers"];

/**
 * Refuses a new identifier of which many people have few values, unless it was confirmed by its name: `plan` would make
 * three of forty people, and nobody can take them apart again. Throws AppError `invalid_input`.
 */
export async function requireIdentifier(ctx: Context, saved: Saved): Promise<void> {
  const { partner, plan, confirmed, projectId } = saved;
  const { settings, config } = plan.state;
  const isNew = FIELDS.some((field) => field in plan.diff);
  const { streams, displayName } = connectorOf(partner).definition;
  if (!isNew || streams === "everything" || confirmed === settings.identifier) return;
  const { identifier, fallbackIdentifiers } = settings;
  const mapped = { identifier, fallbackIdentifiers };
  const coverage = await measureIdentifier(ctx, { projectId, partner, config, mapped });
  if (!mergesMany(coverage)) return;
  const message = `The last ${coverage.total} events are of ${coverage.people} people with only ${coverage.values} values of ${identifier}: people with the same value become one in ${displayName}. If that is meant, say so: confirm_identifier "${identifier}"`;
  throw invalidInput([{ field: "settings.identifier", message, code: "merges_people" }]);
}
