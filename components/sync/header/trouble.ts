import type { SyncStatus } from "@/lib/admin/syncs/sync-status";
import type { ConnectorDefinition } from "@/lib/engine/connectors/connector";
import type { ConnectorConfig } from "@/lib/engine/connectors/parameters";

export interface Trouble {
  /** A few words for the status pill. */
  readonly short: string;
  /** What to do, or that nothing has to be done. */
  readonly advice: string;
  /** The Settings tab's `?edit=` that does it, and what the link says. */
  readonly link: { readonly edit: string; readonly label: string } | null;
}

type Words = Pick<
  ConnectorDefinition,
  "displayName" | "accountName" | "regionParameter" | "parameters"
>;

const BY_ITSELF = "Nothing has to be done: the sync tries again by itself and goes on in order.";

/** What is wrong with a degraded sync in words, and what a person can do about it. Pure. */
export function troubleOf(
  { reason }: Pick<NonNullable<SyncStatus["problem"]>, "reason">,
  definition: Words,
  config: ConnectorConfig = {},
): Trouble {
  const { displayName } = definition;
  switch (reason) {
    case "credentials_refused":
      return {
        short: "credentials refused",
        advice: `Enter credentials that ${displayName} takes.`,
        link: { edit: "1", label: "Edit credentials" },
      };
    case "wrong_region":
      return {
        short: "wrong region",
        advice: `Choose the region in which this ${definition.accountName} lives.`,
        link: otherRegion(definition, config),
      };
    case "misconfigured":
      return {
        short: "misconfigured",
        advice: `Something other than ${displayName} answers, or sends elsewhere: check the settings of the connection, and the address that the operator gave.`,
        link: { edit: "1", label: "Edit settings" },
      };
    case "throttled":
      return {
        short: "throttled",
        advice: `${BY_ITSELF} If it stays like this, allow it fewer requests per second.`,
        link: { edit: "1", label: "Edit settings" },
      };
    default:
      return {
        short: SHORT[reason]?.(displayName) ?? "not delivering",
        advice: BY_ITSELF,
        link: null,
      };
  }
}

const SHORT: Readonly<Record<string, (destination: string) => string>> = {
  server_error: (destination) => `error in ${destination}`,
  timeout: () => "no answer in time",
  unreachable: (destination) => `${destination} unreachable`,
};

/** Of two regions, the one that is not chosen. */
function otherRegion(
  { regionParameter, parameters }: Words,
  config: ConnectorConfig,
): Trouble["link"] {
  const parameter = parameters.find(({ id }) => id === regionParameter);
  const others = parameter?.enumValues.filter(({ value }) => value !== config[parameter.id]) ?? [];
  const [other] = others;
  if (others.length !== 1 || other === undefined) return { edit: "1", label: "Edit settings" };
  return { edit: `${regionParameter}:${other.value}`, label: `Switch to ${other.label}` };
}
