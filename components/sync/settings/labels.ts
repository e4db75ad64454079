import type { Option } from "@/components/ui/select";
import type { Config } from "@/lib/destinations/customerio/settings";

export const REGION_OPTIONS: readonly Option<Config["region"]>[] = [
  { value: "us", label: "US" },
  { value: "eu", label: "EU" },
];

export const DELIVERY_MODE_OPTIONS: readonly Option<Config["delivery_mode"]>[] = [
  { value: "batch", label: "Batched", description: "Many events in one request (recommended)" },
  { value: "single", label: "One request per event", description: "Slower; the older Track API" },
];

export const IDENTIFIER_TYPE_OPTIONS: readonly Option<Config["identifier_type"]>[] = [
  {
    value: "auto",
    label: "Automatic",
    description: "E-mail when it looks like one, cio_id when it begins with cio_, else id",
  },
  { value: "id", label: "ID", description: "For workspaces that know people by id only" },
  { value: "email", label: "Email", description: "Every identifier is taken as an e-mail address" },
  { value: "cio_id", label: "cio_id", description: "Every identifier is taken as a cio_id" },
];

export const labelOf = <Value extends string>(
  options: readonly Option<Value>[],
  value: Value,
): string => options.find((option) => option.value === value)?.label ?? value;
