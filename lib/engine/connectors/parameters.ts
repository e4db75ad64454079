import { z } from "zod";

// The parameters of a connector, declared once as data. The form, its view, the checks of a save, the management API
// and the connector's own types all come from here.

export interface ParameterDefinition {
  readonly id: string;
  readonly label: string;
  readonly kind: "string" | "number" | "enum" | "secret";
  /** Needed before the sync can be enabled. */
  readonly required: boolean;
  readonly description: string;
  readonly enumValues: readonly { readonly value: string; readonly label: string }[];
  readonly default: string | number | null;
  /** Bounds of a number. */
  readonly min: number | null;
  readonly max: number | null;
  /** Of a text: characters, and what it must look like (the source of a regular expression, checked as a whole). */
  readonly charactersMax: number;
  readonly pattern: { readonly source: string; readonly message: string } | null;
  /** Shown in the closed panel "Advanced". */
  readonly advanced: boolean;
}

/** A declaration; what is not said is the default. */
export type ParameterInput = Pick<ParameterDefinition, "id" | "label" | "kind" | "description"> &
  Partial<ParameterDefinition>;

/** The values of the parameters that are no secret, by id. */
export type ConfigOf<P extends readonly ParameterInput[]> = {
  readonly [One in P[number] as One["kind"] extends "secret" ? never : One["id"]]: ValueOf<One>;
};

type ValueOf<One extends ParameterInput> = One["kind"] extends "number"
  ? number
  : One extends {
        readonly kind: "enum";
        readonly enumValues: readonly { readonly value: infer V }[];
      }
    ? V
    : string;

/** What any connector's config is before its own types are known. */
export type ConnectorConfig = Readonly<Record<string, string | number>>;

const TEXT_CHARACTERS_MAX = 200;

/** Pure. */
export const defineParameters = (
  inputs: readonly ParameterInput[],
): readonly ParameterDefinition[] =>
  inputs.map((input) => ({
    required: false,
    enumValues: [],
    default: null,
    min: null,
    max: null,
    charactersMax: TEXT_CHARACTERS_MAX,
    pattern: null,
    advanced: false,
    ...input,
  }));

/** Entered once, stored encrypted and never shown again. */
export const isSecret = ({ kind }: Pick<ParameterDefinition, "kind">): boolean => kind === "secret";

/** Everything that is no secret; a sync may be saved incomplete, so a text may be empty. Unknown names are refused. */
export function configSchemaOf(
  parameters: readonly ParameterDefinition[],
): z.ZodType<ConnectorConfig, Readonly<Record<string, string | number | undefined>>> {
  return z.strictObject(configShape(parameters));
}

/** The config as it is stored: what a newer version has added is left aside. */
export function storedConfigSchemaOf(
  parameters: readonly ParameterDefinition[],
): z.ZodType<ConnectorConfig> {
  return z.object(configShape(parameters));
}

const configShape = (parameters: readonly ParameterDefinition[]) =>
  Object.fromEntries(
    parameters
      .filter((parameter) => !isSecret(parameter))
      .map((parameter) => [parameter.id, valueSchema(parameter)] as const),
  );

function valueSchema(
  parameter: ParameterDefinition,
): z.ZodType<string | number, string | number | undefined> {
  switch (parameter.kind) {
    case "number":
      return numberSchema(parameter).default(Number(parameter.default ?? parameter.min ?? 0));
    case "enum": {
      const values = parameter.enumValues.map(({ value }) => value);
      const [first = ""] = values;
      const message = `Choose ${new Intl.ListFormat("en", { type: "disjunction" }).format(values)}`;
      return z.enum(values, message).default(String(parameter.default ?? first));
    }
    case "string":
    case "secret":
      return textSchema(parameter).default(String(parameter.default ?? ""));
  }
}

function numberSchema({ min, max }: ParameterDefinition): z.ZodNumber {
  const whole = z.int("Enter a whole number");
  const atLeast = min === null ? whole : whole.min(min, `Enter at least ${min}`);
  return max === null ? atLeast : atLeast.max(max, `Enter at most ${max}`);
}

function textSchema({ charactersMax, pattern }: ParameterDefinition): z.ZodString {
  const text = z.string().trim().max(charactersMax, `Use at most ${charactersMax} characters`);
  if (pattern === null) return text;
  return text.regex(new RegExp(`^(?:${pattern.source})?$`, "u"), pattern.message);
}

/** What is stored encrypted, by id; absent until it is entered. */
export function secretsSchemaOf(
  parameters: readonly ParameterDefinition[],
): z.ZodType<Readonly<Record<string, string | undefined>>> {
  return z.strictObject(secretsShape(parameters));
}

/** The secrets as they are stored: what a newer version has added is left aside. */
export function storedSecretsSchemaOf(
  parameters: readonly ParameterDefinition[],
): z.ZodType<Readonly<Record<string, string | undefined>>> {
  return z.object(secretsShape(parameters));
}

const secretsShape = (parameters: readonly ParameterDefinition[]) =>
  Object.fromEntries(
    parameters
      .filter(isSecret)
      .map(
        (parameter) =>
          [
            parameter.id,
            textSchema(parameter).min(1, `Enter the ${parameter.label}`).optional(),
          ] as const,
      ),
  );

/** What must be entered before the sync can be enabled: the values say which parameters are set. Pure. */
export const missingParameters = (
  parameters: readonly ParameterDefinition[],
  config: ConnectorConfig,
  secretsSet: readonly string[],
): readonly ParameterDefinition[] =>
  parameters.filter(
    (parameter) =>
      parameter.required &&
      (isSecret(parameter) ? !secretsSet.includes(parameter.id) : isEmpty(config[parameter.id])),
  );

const isEmpty = (value: string | number | undefined): boolean =>
  value === undefined || value === "";

/** The path of a parameter's value in a sync: `config.site_id`, `secrets.api_key`. Pure. */
export const parameterPath = (parameter: ParameterDefinition): string =>
  `${isSecret(parameter) ? "secrets" : "config"}.${parameter.id}`;

/** What enabling says of a missing parameter, in the form and in the API. Pure. */
export const missingMessage = ({ label }: ParameterDefinition): string =>
  `Enter the ${label} to enable this sync`;
