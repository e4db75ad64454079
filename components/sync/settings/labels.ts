import type { Option } from "@/components/ui/select";
import { CUSTOMER_IO } from "@/lib/destinations/customerio/definition";
import {
  type Config,
  DELIVERY_MODES,
  IDENTIFIER_TYPES,
  type ParameterId,
  REGIONS,
} from "@/lib/destinations/customerio/settings";

const parameterOf = (id: ParameterId) => CUSTOMER_IO.parameters.find((each) => each.id === id);

/** The parameter's label and the sentence about it, as the destination declares them. */
export const parameterLabel = (id: ParameterId): string => parameterOf(id)?.label ?? id;
export const parameterHelp = (id: ParameterId): string => parameterOf(id)?.description ?? "";

const optionsOf = <Value extends string>(
  id: ParameterId,
  values: readonly Value[],
): readonly Option<Value>[] => {
  const declared = parameterOf(id)?.enumValues ?? [];
  return values.map((value) => ({
    value,
    label: declared.find((option) => option.value === value)?.label ?? value,
  }));
};

export const REGION_OPTIONS = optionsOf<Config["region"]>("region", REGIONS);
export const DELIVERY_MODE_OPTIONS = optionsOf<Config["delivery_mode"]>(
  "delivery_mode",
  DELIVERY_MODES,
);
export const IDENTIFIER_TYPE_OPTIONS = optionsOf<Config["identifier_type"]>(
  "identifier_type",
  IDENTIFIER_TYPES,
);

export const labelOf = <Value extends string>(
  options: readonly Option<Value>[],
  value: Value,
): string => options.find((option) => option.value === value)?.label ?? value;
