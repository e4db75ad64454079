import type { z } from "zod";
import { CUSTOMER_IO } from "@/lib/destinations/customerio/definition";
import { checkSelection, type SelectionProblem } from "@/lib/destinations/customerio/mappings";
import {
  configSchema,
  missingParameters,
  secretsSchema,
} from "@/lib/destinations/customerio/settings";
import type { DestinationDefinition } from "@/lib/destinations/types";
import { AppError, type FieldError } from "@/lib/kernel/errors";
import type { Settings } from "@/lib/pipeline/transform/settings";
import type { SyncConfig } from "@/lib/syncs/sync";

/** What saving a sync needs to know of its partner. */
export interface Partner {
  readonly definition: DestinationDefinition;
  readonly configSchema: z.ZodType<SyncConfig>;
  readonly secretsSchema: z.ZodType<Readonly<Record<string, string | undefined>>>;
  checkSelection(settings: Settings): readonly SelectionProblem[];
  /** What must be entered before the sync can be enabled. */
  missing(config: SyncConfig, secretsSet: readonly string[]): FieldError[];
}

const customerio: Partner = {
  definition: CUSTOMER_IO,
  configSchema,
  secretsSchema,
  checkSelection,
  missing: (config, secretsSet) => {
    const secrets = secretsSet.includes("api_key") ? { api_key: "set" } : {};
    return missingParameters(configSchema.parse(config), secrets).map((id) => ({
      field: `${isSecret(CUSTOMER_IO, id) ? "secrets" : "config"}.${id}`,
      message: `Enter the ${labelOf(CUSTOMER_IO, id)} to enable this sync`,
      code: "missing",
    }));
  },
};

const PARTNERS: ReadonlyMap<string, Partner> = new Map([
  [customerio.definition.partner, customerio],
]);

export const isPartner = (id: string): boolean => PARTNERS.has(id);

/** AppError `not_found` for a partner this version does not know. */
export function partnerOf(id: string): Partner {
  const partner = PARTNERS.get(id);
  if (partner !== undefined) return partner;
  const known = [...PARTNERS.keys()].join(", ");
  throw new AppError("not_found", `There is no destination type "${id}"; there is: ${known}`);
}

/** The partners that a kind can be streamed to. */
export const partnersTaking = (kind: string): string[] =>
  [...PARTNERS.values()]
    .filter(({ definition }) => definition.kinds.some((known) => known === kind))
    .map(({ definition }) => definition.partner);

/** Whether a parameter is stored encrypted. */
export const isSecret = (definition: DestinationDefinition, id: string): boolean =>
  definition.parameters.some((parameter) => parameter.id === id && parameter.writeOnly);

const labelOf = (definition: DestinationDefinition, id: string): string =>
  definition.parameters.find((parameter) => parameter.id === id)?.label ?? id;
