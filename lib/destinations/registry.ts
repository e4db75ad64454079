import { CUSTOMER_IO } from "./customerio/definition";
import type { DestinationDefinition } from "./types";

/** Every destination that can be set up, by its partner id. */
export const DESTINATIONS: ReadonlyMap<string, DestinationDefinition> = new Map(
  [CUSTOMER_IO].map((definition) => [definition.partner, definition]),
);
