import { amplitude } from "@/lib/engine/connectors/amplitude/connector";
import { customerio } from "@/lib/engine/connectors/customerio/connector";
import { AppError } from "@/lib/kernel/errors";
import type { Connector } from "./connector";

/** Every connector; adding one is its folder and a line here. */
export const CONNECTORS: readonly Connector[] = [customerio, amplitude];

export const isPartner = (id: string): boolean =>
  CONNECTORS.some(({ definition }) => definition.partner === id);

/** What a sync is made for when nothing is said. */
export const DEFAULT_PARTNER = customerio.definition.partner;

/** The partners that get every accepted event on. */
export const RELAYS: readonly string[] = CONNECTORS.map(({ definition }) => definition)
  .filter(({ streams }) => streams === "everything")
  .map(({ partner }) => partner);

/** AppError `not_found` for a partner that this version does not know. */
export function connectorOf(partner: string): Connector {
  const connector = CONNECTORS.find(({ definition }) => definition.partner === partner);
  if (connector !== undefined) return connector;
  const known = CONNECTORS.map(({ definition }) => definition.partner).join(", ");
  throw new AppError("not_found", `There is no destination type "${partner}"; there is: ${known}`);
}

/** The partners that a kind can be streamed to. */
export const partnersTaking = (kind: string): string[] =>
  CONNECTORS.map(({ definition }) => definition)
    .filter(({ kinds }) => kinds.some((known) => known === kind))
    .map(({ partner }) => partner);
