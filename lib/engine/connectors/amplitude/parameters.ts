import {
  type ConfigOf,
  type ConnectorConfig,
  configSchemaOf,
  defineParameters,
  type ParameterInput,
} from "@/lib/engine/connectors/parameters";

// The parameters of a relay to Amplitude, as the form asks for them and the database keeps them.

export const REGIONS = ["us", "eu"] as const;
export type Region = (typeof REGIONS)[number];

const INPUTS = [
  {
    id: "api_key",
    label: "Amplitude API Key",
    kind: "secret",
    description: "In Amplitude: Settings, Projects, your project, General.",
    required: true,
    pattern: {
      source: "[\\x21-\\x7e]*",
      message: "An Amplitude API Key has only letters, digits and signs, without spaces",
    },
  },
  {
    id: "region",
    label: "Data Center Region",
    kind: "enum",
    description: "Where your Amplitude project's data is kept.",
    required: true,
    enumValues: [
      { value: "us", label: "US" },
      { value: "eu", label: "EU" },
    ],
    default: "us",
  },
  {
    id: "endpoint",
    label: "Endpoint",
    kind: "enum",
    description:
      "Batch takes more events per request and person; HTTP V2 shows them in Amplitude a little sooner.",
    enumValues: [
      { value: "batch", label: "Batch" },
      { value: "http_v2", label: "HTTP V2" },
    ],
    default: "batch",
    advanced: true,
  },
  {
    id: "requests_per_second",
    label: "Requests per second",
    kind: "number",
    description: "At most this many requests to the project, shared by all syncs that use it.",
    default: 50,
    min: 1,
    max: 100,
    advanced: true,
  },
] as const satisfies readonly ParameterInput[];

export type Config = ConfigOf<typeof INPUTS>;
export type EndpointName = Config["endpoint"];

export const PARAMETERS = defineParameters(INPUTS);

const configSchema = configSchemaOf(PARAMETERS);

/** A stored or entered config with its defaults; throws what zod throws. Pure. */
export const readConfig = (config: ConnectorConfig): Config => configSchema.parse(config) as Config;
