import type { ClientConfig } from "pg";

/** A server that does not take a connection within this time is away. */
const CONNECT_MS_MAX = 5_000;

/** The first probe of an idle connection; the kernel gives a dead one up after ten more, one a second. */
const KEEP_ALIVE_MS = 10_000;

/**
 * How every connection of ours is made: bounded in time, and probed while it is idle. What is sent over it MUST have a
 * deadline too: a frozen server acknowledges probes and answers nothing.
 */
export const connectionOptions = (connectionString: string, applicationName: string) =>
  ({
    connectionString,
    application_name: applicationName,
    connectionTimeoutMillis: CONNECT_MS_MAX,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
  }) as const satisfies ClientConfig;
