import type { Connector } from "@/lib/engine/connectors/connector";
import { mapIdentifier } from "@/lib/engine/pipeline/transform/map-identifier";
import { err, ok } from "@/lib/kernel/result";
import { AMPLITUDE } from "./definition";
import { insertIdOf } from "./encode";
import { readConfig } from "./parameters";
import { openRelay, testRelay } from "./relay";

/** Amplitude, as the product knows it. */
export const amplitude: Connector = {
  definition: AMPLITUDE,
  // Nothing is mapped: Amplitude knows people by the ids that their events carry.
  identify: () => (value) => {
    const mapped = mapIdentifier(value);
    if (mapped.ok) return ok({ kind: "user_id", value: mapped.value });
    return err({ reason: mapped.error, message: "This is no User ID" });
  },
  eventId: insertIdOf,
  account: (config) => {
    const { region, requests_per_second } = readConfig(config);
    return { id: region, requestsPerSecond: requests_per_second };
  },
  open: openRelay,
  test: testRelay,
};
