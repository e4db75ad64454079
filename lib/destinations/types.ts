// What a destination declares about itself as data. Form, catalogue, management API and checks derive from it.

export type DestinationKind = "event" | "identify";

export interface ParameterDefinition {
  readonly id: string;
  readonly label: string;
  readonly kind: "string" | "number" | "enum" | "secret";
  /** Needed before the sync can be enabled. */
  readonly required: boolean;
  readonly description: string;
  readonly enumValues: readonly { readonly value: string; readonly label: string }[];
  readonly default: string | number | null;
  /** Entered once and never shown again. */
  readonly writeOnly: boolean;
  readonly min: number | null;
  readonly max: number | null;
  /** Shown in the closed panel "Advanced". */
  readonly advanced: boolean;
}

/** One row of the Mappings tab. */
export interface MappingDefinition {
  readonly id: string;
  readonly label: string;
  readonly required: boolean;
  readonly recommended: boolean;
  /** Property reference and its label. */
  readonly default: { readonly property: string; readonly label: string };
  readonly notes: readonly string[];
}

export interface DestinationDefinition {
  readonly partner: string;
  readonly displayName: string;
  readonly tileName: string;
  readonly category: string;
  readonly summary: string;
  readonly kinds: readonly DestinationKind[];
  readonly parameters: readonly ParameterDefinition[];
  readonly mappings: readonly MappingDefinition[];
  readonly considerations: readonly string[];
  readonly prerequisites: {
    readonly needed: readonly string[];
    readonly steps: readonly string[];
  };
  /** User properties that can never be selected. */
  readonly reservedUserProperties: readonly string[];
  /** Names with an effect of their own at the destination, each with what it does. */
  readonly warnedUserProperties: Readonly<Record<string, string>>;
  readonly warnedEventProperties: Readonly<Record<string, string>>;
}

/** `DestinationType` of Amplitude's Developer API, as `GET /v1/destination-types` answers it. */
export interface DestinationType {
  readonly partner: string;
  readonly display_name: string;
  readonly types: readonly DestinationKind[];
  readonly parameters: readonly {
    readonly id: string;
    readonly label: string;
    readonly kind: ParameterDefinition["kind"];
    readonly required: boolean;
    readonly description: string;
    readonly enum_values: readonly string[];
    readonly write_only: boolean;
  }[];
}

/** Pure. */
export function toDestinationType(definition: DestinationDefinition): DestinationType {
  return {
    partner: definition.partner,
    display_name: definition.displayName,
    types: definition.kinds,
    parameters: definition.parameters.map((parameter) => ({
      id: parameter.id,
      label: parameter.label,
      kind: parameter.kind,
      required: parameter.required,
      description: parameter.description,
      enum_values: parameter.enumValues.map(({ value }) => value),
      write_only: parameter.writeOnly,
    })),
  };
}
