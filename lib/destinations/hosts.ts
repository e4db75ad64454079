import { CONNECTORS } from "@/lib/destinations/registry";

/** The addresses in force of every connector: partner → host id → base URL without a trailing slash. */
export type ConnectorUrls = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The variables that put another address in a host's place. */
export const HOST_VARIABLES: readonly string[] = CONNECTORS.flatMap(({ definition }) =>
  definition.hosts.map(({ variable }) => variable),
);

/**
 * What the operator set, else the sandbox's address, else the destination's own. Pure.
 * @param sandboxUrl the address of the sandbox's nth listener; undefined when it does not run
 */
export const connectorUrls = (
  set: Readonly<Record<string, string | undefined>>,
  sandboxUrl: ((listener: number) => string) | undefined,
): ConnectorUrls =>
  Object.fromEntries(
    CONNECTORS.map(({ definition: { partner, hosts } }) => [
      partner,
      Object.fromEntries(
        hosts.map(({ id, variable, url, sandboxListener }) => [
          id,
          set[variable] ?? sandboxUrl?.(sandboxListener) ?? url,
        ]),
      ),
    ]),
  );
