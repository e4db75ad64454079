import { z } from "zod";
import { invalidInput } from "@/lib/admin/verb/guards";
import type { ConnectorDefinition } from "@/lib/engine/connectors/connector";
import {
  type ConnectorConfig,
  configSchemaOf,
  isSecret,
  missingMessage,
  missingParameters,
  parameterPath,
  secretsSchemaOf,
} from "@/lib/engine/connectors/parameters";
import { checkSelection } from "@/lib/engine/connectors/selection";
import { isKnownProperty } from "@/lib/engine/pipeline/transform/properties";
import { type Settings, settingsSchema } from "@/lib/engine/pipeline/transform/settings";
import type { FieldError } from "@/lib/kernel/errors";
import { issueWords, toFieldErrors } from "@/lib/platform/issue-words";
import type { ParsedPatch } from "./patch-schema";

/** What a save decides about. `secretsSet` are the ids of the secrets that are stored. */
export interface SyncState {
  readonly name: string;
  readonly enabled: boolean;
  readonly config: ConnectorConfig;
  readonly settings: Settings;
  readonly secretsSet: readonly string[];
}

/** The next state, with the secrets to store (undefined: removed); nothing said means nothing changed. */
interface Patched {
  readonly state: SyncState;
  readonly secrets: Readonly<Record<string, string | undefined>>;
}

const strictSettingsSchema = z.strictObject(settingsSchema.shape);

/** Pure. Throws AppError `invalid_input` with every bad field; an enabled sync must be complete. */
export function applyPatch(
  definition: ConnectorDefinition,
  state: SyncState,
  patch: ParsedPatch,
): Patched {
  const errors: FieldError[] = [];
  const read = <S extends z.ZodType>(schema: S, value: unknown, prefix: string) => {
    const parsed = schema.safeParse(value, { error: issueWords });
    if (parsed.success) return parsed.data;
    errors.push(...toFieldErrors(parsed.error, prefix));
    return undefined;
  };
  const config = read(
    configSchemaOf(definition.parameters),
    { ...state.config, ...patch.config },
    "config",
  );
  const merged = { ...state.settings, ...patch.settings };
  const settings = read(strictSettingsSchema, merged, "settings");
  const secrets = patchedSecrets(definition, patch, (value) =>
    read(secretsSchemaOf(definition.parameters), value, "secrets"),
  );
  if (patch.settings !== undefined && settings !== undefined) {
    errors.push(...settingsErrors(definition, settings));
  }
  if (config === undefined || settings === undefined || errors.length > 0) {
    throw invalidInput(errors);
  }
  const next = {
    name: patch.name ?? state.name,
    enabled: patch.enabled ?? state.enabled,
    config,
    settings,
    secretsSet: secretsSet(state, secrets),
  };
  if (next.enabled) requireComplete(definition, next);
  return { state: next, secrets };
}

function patchedSecrets(
  { parameters }: ConnectorDefinition,
  patch: ParsedPatch,
  parse: (value: unknown) => Readonly<Record<string, string | undefined>> | undefined,
): Readonly<Record<string, string | undefined>> {
  const isSecretId = (id: string) => parameters.some((one) => one.id === id && isSecret(one));
  const given = Object.entries(patch.secrets ?? {});
  const entered = Object.fromEntries(given.filter(([, value]) => value.trim() !== ""));
  const removed = given
    .filter(([id, value]) => value.trim() === "" && isSecretId(id))
    .map(([id]) => [id, undefined] as const);
  return { ...(parse(entered) ?? {}), ...Object.fromEntries(removed) };
}

function secretsSet(state: SyncState, changes: Patched["secrets"]): readonly string[] {
  const kept = state.secretsSet.filter((id) => !(id in changes));
  const entered = Object.keys(changes).filter((id) => changes[id] !== undefined);
  return [...kept, ...entered].sort();
}

/** What the schema cannot say: names that are reserved, properties that never have a value. */
function settingsErrors(definition: ConnectorDefinition, settings: Settings): FieldError[] {
  const refused = checkSelection(definition, settings).flatMap(({ severity, ...problem }) =>
    severity === "error"
      ? [{ field: `settings.${problem.field}`, message: problem.message, code: "selection" }]
      : [],
  );
  const rows = settings.eventRows.flatMap((row, at) => [
    ...(row.event === "_identify"
      ? [
          {
            field: `settings.eventRows.${at}.event`,
            message: "_identify is no event: turn on Create & Update Users instead",
            code: "reserved_name",
          },
        ]
      : []),
    ...row.where.flatMap(({ property }, index) =>
      isKnownProperty(property)
        ? []
        : [
            {
              field: `settings.eventRows.${at}.where.${index}.property`,
              message: `"${property}" is no property: write ep:${property} for an event property, gp:${property} for a user property`,
              code: "unknown_property",
            },
          ],
    ),
  ]);
  return [...refused, ...rows];
}

function requireComplete(definition: ConnectorDefinition, state: SyncState): void {
  const missing = missingErrors(definition, state);
  if (missing.length > 0) throw invalidInput(missing);
}

/** What has to be entered before the sync can be enabled, each at its field. Pure. */
export const missingErrors = (
  { parameters }: ConnectorDefinition,
  { config, secretsSet }: Pick<SyncState, "config" | "secretsSet">,
): FieldError[] =>
  missingParameters(parameters, config, secretsSet).map((parameter) => ({
    field: parameterPath(parameter),
    message: missingMessage(parameter),
    code: "missing",
  }));

/** What a person should know of this state although it can be saved. Pure. */
export function warningsOf(
  definition: ConnectorDefinition,
  { settings, enabled }: SyncState,
): string[] {
  const warnings = checkSelection(definition, settings)
    .filter(({ severity }) => severity === "warning")
    .map(({ message }) => message);
  if (definition.streams === "everything") return warnings;
  if (!settings.sendEvents && !settings.sendUsers && enabled) {
    warnings.push("Send Events and Create & Update Users are both off: nothing will be sent");
  }
  if (settings.sendEvents && settings.eventRows.length === 0) {
    warnings.push("Send Events is on, but no events are selected: none will be sent");
  }
  return warnings;
}
