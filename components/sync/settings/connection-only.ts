import type { ConnectorDefinition } from "@/lib/engine/connectors/connector";
import type { ConnectorConfig } from "@/lib/engine/connectors/parameters";
import type { ConnectionInput } from "./connection-test";

/** What a connection test needs: an advanced value that is half typed does not spoil it. */
export const connectionOnly = (
  { parameters }: ConnectorDefinition,
  config: ConnectionInput["config"],
): ConnectorConfig =>
  Object.fromEntries(
    parameters
      .filter(({ advanced }) => !advanced)
      .flatMap(({ id }) => {
        const value = config[id];
        return value === undefined ? [] : [[id, value] as const];
      }),
  );
