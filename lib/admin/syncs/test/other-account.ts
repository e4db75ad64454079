import type { ConnectorDefinition } from "@/lib/engine/connectors/connector";
import type { ConnectorConfig } from "@/lib/engine/connectors/parameters";

/** Whether two configurations name different accounts: what was found out about the one says nothing of the other. Pure. */
export const isOtherAccount = (
  { parameters, regionParameter }: Pick<ConnectorDefinition, "parameters" | "regionParameter">,
  from: ConnectorConfig,
  to: ConnectorConfig,
): boolean =>
  parameters
    .filter(({ id, required }) => required || id === regionParameter)
    .some(({ id }) => from[id] !== to[id]);
