import type { ConnectorDefinition, DestinationKind } from "./connector";
import { isSecret, type ParameterDefinition } from "./parameters";

/** `DestinationType` of Amplitude's Developer API, as `GET /v1/destination-types` answers it. */
interface DestinationType {
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
export const toDestinationType = (definition: ConnectorDefinition): DestinationType => ({
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
    write_only: isSecret(parameter),
  })),
});
