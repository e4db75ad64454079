import type { Control } from "react-hook-form";
import { z } from "zod";
import type { Sync, SyncPatch } from "@/lib/admin/syncs/sync";
import type { ConnectorDefinition } from "@/lib/engine/connectors/connector";
import {
  configSchemaOf,
  isSecret,
  missingMessage,
  missingParameters,
  parameterPath,
  secretsSchemaOf,
} from "@/lib/engine/connectors/parameters";
import { checkSelection } from "@/lib/engine/connectors/selection";
import { settingsSchema } from "@/lib/engine/pipeline/transform/settings";

/** A secret that is not typed is an empty text in the form, and not there for the schema. */
const typedSecrets = (secrets: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(secrets).filter(([, value]) => value !== ""));

/**
 * The Settings tab's form: what the connector declares, and what enabling needs, at the field that lacks it.
 * @param stored the ids of the secrets that are saved already
 */
export function settingsFormSchema(definition: ConnectorDefinition, stored: readonly string[]) {
  const { parameters } = definition;
  return z
    .object({
      enabled: z.boolean(),
      config: configSchemaOf(parameters),
      secrets: z.record(z.string(), z.string()),
      settings: settingsSchema.omit({ identifier: true }),
    })
    .superRefine(({ enabled, config, secrets, settings }, ctx) => {
      const say = (path: string, message: string) =>
        ctx.addIssue({ code: "custom", path: path.split("."), message });
      const typed = typedSecrets(secrets);
      for (const issue of secretsSchemaOf(parameters).safeParse(typed).error?.issues ?? []) {
        say(`secrets.${issue.path.join(".")}`, issue.message);
      }
      for (const { severity, field, message } of checkSelection(definition, settings)) {
        if (severity === "error") say(`settings.${field}`, message);
      }
      if (!enabled) return;
      const set = [...stored, ...Object.keys(typed)];
      for (const parameter of missingParameters(parameters, config, set)) {
        say(parameterPath(parameter), missingMessage(parameter));
      }
    });
}

type SettingsFormSchema = ReturnType<typeof settingsFormSchema>;
export type SettingsForm = z.output<SettingsFormSchema>;
export type SettingsFormInput = z.input<SettingsFormSchema>;
export type SettingsControl = Control<SettingsFormInput, unknown, SettingsForm>;

/** The form's values of a stored sync. A secret is never among them. */
export function toForm({ parameters }: ConnectorDefinition, sync: Sync): SettingsFormInput {
  const { identifier: _mapped, ...settings } = sync.settings;
  return {
    enabled: sync.enabled,
    config: configSchemaOf(parameters).parse(sync.config),
    secrets: Object.fromEntries(parameters.filter(isSecret).map(({ id }) => [id, ""])),
    settings,
  };
}

/** What Save sends, and what is previewed: everything the tab shows; a secret only when one was typed. */
export function toPatch({ secrets, ...rest }: SettingsFormInput): SyncPatch {
  const typed = typedSecrets(secrets);
  return Object.keys(typed).length === 0 ? rest : { ...rest, secrets: typed };
}
