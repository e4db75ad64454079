import type { Dispatcher } from "undici";
import type { Destination, Identifier } from "@/lib/engine/pipeline/ports";
import type { DiscardReason } from "@/lib/engine/pipeline/record/outcome";
import type { Event } from "@/lib/engine/pipeline/source/event";
import type { Clock } from "@/lib/kernel/clock";
import type { Json } from "@/lib/kernel/json";
import type { Result } from "@/lib/kernel/result";
import type { Secret } from "@/lib/kernel/secret";
import type { ConnectorConfig, ParameterDefinition } from "./parameters";
import type { ReportReader } from "./report";

// Everything Tributary knows of one kind of destination. A connector is a folder that exports one `Connector`, and a
// line in registry.ts; outside its folder nothing names it.

export type DestinationKind = "event" | "identify";

/** One row of the Mappings tab. */
export interface MappingDefinition {
  readonly id: string;
  readonly label: string;
  readonly required: boolean;
  readonly recommended: boolean;
  /** Property reference and its label. */
  readonly default: { readonly property: string; readonly label: string };
  readonly notes: readonly string[];
  /** What the list of further properties is called that stand in where the first has no value; absent: there is none. */
  readonly fallbacks?: string;
}

interface IdentifierKind {
  readonly kind: string;
  /** "by …" */
  readonly words: string;
  /** Two values that differ in upper and lower case only are one. */
  readonly anyCase?: true;
  /** It finds nobody: what is sent so belongs to nobody yet. */
  readonly isNobody?: true;
}

/** A connector as data: what the catalogue shows, the form asks, the management API describes and a save checks. */
export interface ConnectorDefinition {
  readonly partner: string;
  readonly displayName: string;
  /** The title of the card in the catalogue, with what kind of integration it is: "Customer.io - Event Streaming". */
  readonly tileName: string;
  readonly category: string;
  readonly summary: string;
  readonly mark: Mark;
  readonly kinds: readonly DestinationKind[];
  /** `selected`: what the sync's settings select; `everything`: each accepted event as it came, group updates too. */
  readonly streams: "selected" | "everything";
  readonly parameters: readonly ParameterDefinition[];
  readonly mappings: readonly MappingDefinition[];
  /** What its answers call the number of events that they took (Attempt.confirmed); null where they say none. */
  readonly confirmation: string | null;
  /** The parameter that chooses the region, where there are several. */
  readonly regionParameter: string | null;
  /** How the destination finds a person. */
  readonly identifierKinds: readonly IdentifierKind[];
  readonly considerations: readonly string[];
  /** Where the destination's maker describes what is called here. */
  readonly reference: { readonly label: string; readonly href: string } | null;
  readonly prerequisites: {
    readonly needed: readonly string[];
    readonly steps: readonly string[];
  };
  /** What a sync streams into, as in "A sync streams into one …". */
  readonly accountName: string;
  /** User properties that can never be selected. */
  readonly reservedUserProperties: readonly string[];
  readonly userPropertiesMax: number;
  /** Names with an effect of their own at the destination, each with what it does. */
  readonly warnedUserProperties: Readonly<Record<string, string>>;
  readonly warnedEventProperties: Readonly<Record<string, string>>;
  /** What the sandbox takes for the parameters that its account needs, by their labels. */
  readonly sandboxAccount: readonly (readonly [label: string, value: string])[];
  /** Where it is called: by the id of the host, the variable that replaces it and the address it has without. */
  readonly hosts: readonly {
    readonly id: string;
    readonly variable: string;
    readonly url: string;
    /** Which of the sandbox's listeners plays it. */
    readonly sandboxListener: number;
  }[];
}

/** A connector's own drawing, 24 × 24: a ground and strokes or dots on it. */
export interface Mark {
  readonly ground: string;
  readonly strokes: readonly { readonly path: string; readonly color: string }[];
  readonly dots: readonly {
    readonly x: number;
    readonly y: number;
    readonly radius: number;
    readonly color: string;
  }[];
}

/** Why an event cannot be sent, for the log. */
export interface Discard {
  readonly reason: DiscardReason;
  readonly message: string;
}

/** What a connection test found. */
export interface ConnectionResult {
  readonly kind:
    | "connected"
    | "wrong_region"
    | "refused"
    | "misconfigured"
    | "unreachable"
    | "incomplete";
  /** One sentence for people. */
  readonly message: string;
  /** The parameter that mends it, the value to give it, and what the button says. */
  readonly fix: {
    readonly parameter: string;
    readonly value: string;
    readonly label: string;
  } | null;
}

/** What a connector reaches the outside by. */
interface ConnectorWorld {
  readonly clock: Clock;
  /** Shared connections; whoever made it closes it. */
  readonly dispatcher: Dispatcher;
  /** Of this program, for the User-Agent. */
  readonly version: string;
  /** The addresses in force, by host id. */
  readonly urls: Readonly<Record<string, string>>;
}

/** One sync's parameters. `secrets` has those that were entered. */
export interface ConnectionOptions {
  readonly config: ConnectorConfig;
  readonly secrets: Readonly<Record<string, Secret>>;
  readonly world: ConnectorWorld;
}

/** What an event is told apart by. */
export type SentEvent = Pick<
  Event,
  "projectId" | "kind" | "uuid" | "userId" | "deviceId" | "insertId" | "timeMs"
>;

export interface Connector {
  readonly definition: ConnectorDefinition;
  /**
   * With this config: a value as the person's identifier at the destination, or why it is none. With the event: as what
   * the event goes out, where one without identifier does. Pure.
   */
  identify(
    config: ConnectorConfig,
  ): (value: Json | undefined, event?: SentEvent) => Result<Identifier, Discard>;
  /** The id under which the destination keeps an event, or null when it keeps none. Pure. */
  eventId(event: SentEvent): string | null;
  /** What syncs into the same account share: a name for it, and how often it may be called. Pure. */
  account(config: ConnectorConfig): { readonly id: string; readonly requestsPerSecond: number };
  /** The destination as one sync calls it. */
  open(options: ConnectionOptions): Destination;
  /** What the destination says back of its own accord, where it does. */
  readonly reports?: ReportReader;
  /** Asks whether the credentials are good, without sending anything. Never rejects for the far end or the network. */
  test(options: ConnectionOptions, signal: AbortSignal): Promise<ConnectionResult>;
}
