import type { ConnectorDefinition } from "@/lib/engine/connectors/connector";
import type { ConnectorConfig } from "@/lib/engine/connectors/parameters";

/** Of two regions the one that is not chosen, as the Settings tab's `?edit=`; null where that is not the choice. Pure. */
export function otherRegion(
  { regionParameter, parameters }: Pick<ConnectorDefinition, "regionParameter" | "parameters">,
  config: ConnectorConfig,
): { readonly edit: string; readonly label: string } | null {
  const parameter = parameters.find(({ id }) => id === regionParameter);
  const others = parameter?.enumValues.filter(({ value }) => value !== config[parameter.id]) ?? [];
  const [other] = others;
  if (others.length !== 1 || other === undefined) return null;
  return { edit: `${regionParameter}:${other.value}`, label: `Switch to ${other.label}` };
}
