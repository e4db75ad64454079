import type { Dispatcher } from "undici";
import type { Destination } from "@/lib/engine/pipeline/ports";
import type { Event } from "@/lib/engine/pipeline/source/event";
import { type Evidence, evidenceOf } from "@/lib/engine/pipeline/transform/evidence";
import { everythingPlanner, type Planner, plannerOf } from "@/lib/engine/pipeline/transform/plan";
import type { Settings } from "@/lib/engine/pipeline/transform/settings";
import type { Clock } from "@/lib/kernel/clock";
import { Secret } from "@/lib/kernel/secret";
import packageJson from "@/package.json";
import type { ConnectionOptions } from "./connector";
import type { ConnectorUrls } from "./hosts";
import type { ConnectorConfig } from "./parameters";
import { connectorOf } from "./registry";

/** A stored or edited sync, in clear. */
interface OpenedSync {
  readonly partner: string;
  readonly config: ConnectorConfig;
  readonly secrets: Readonly<Record<string, string | undefined>>;
}

interface PlannedSync {
  readonly partner: string;
  readonly settings: Settings;
}

export interface OpenPorts {
  readonly clock: Clock;
  readonly connectorUrls: ConnectorUrls;
  readonly dispatcher: Dispatcher;
}

/** A sync ready to run: what its settings ask of an event, and the destination that takes it. */
export interface RunnableSync {
  readonly planner: Planner;
  readonly destination: Destination;
}

/** The one place where a stored or edited sync meets its connector. */
export function openSync(
  sync: OpenedSync & { readonly settings: Settings },
  ports: OpenPorts,
): RunnableSync {
  const connector = connectorOf(sync.partner);
  return {
    planner: plannerFor(sync),
    destination: connector.open(connectionOf(sync, ports)),
  };
}

/** What a sync asks of an event: as its connector streams, and as its settings say. */
export function plannerFor({ partner, settings }: PlannedSync): Planner {
  const { streams, reservedUserProperties } = connectorOf(partner).definition;
  return streams === "everything" ? everythingPlanner : plannerOf(settings, reservedUserProperties);
}

/** The plan for an event, and everything it was decided by. */
export function evidenceFor(sync: PlannedSync, event: Event): Evidence {
  const { reservedUserProperties } = connectorOf(sync.partner).definition;
  return evidenceOf(event, sync.settings, reservedUserProperties, plannerFor(sync));
}

/** The account at the destination: syncs into the same one share its rate. */
export interface Account {
  /** Unlike that of any other account, of other connectors too. */
  readonly workspace: string;
  readonly requestsPerSecond: number;
}

export function accountOf(partner: string, config: ConnectorConfig): Account {
  const { id, requestsPerSecond } = connectorOf(partner).account(config);
  return { workspace: `${partner} ${id}`, requestsPerSecond };
}

/** A sync's parameters as its connector takes them. */
export function connectionOf(
  { partner, config, secrets }: OpenedSync,
  { clock, connectorUrls, dispatcher }: OpenPorts,
): ConnectionOptions {
  const entered = Object.entries(secrets).flatMap(([id, value]) =>
    value === undefined ? [] : [[id, new Secret(value)] as const],
  );
  return {
    config,
    secrets: Object.fromEntries(entered),
    world: { clock, dispatcher, version: packageJson.version, urls: connectorUrls[partner] ?? {} },
  };
}
