import type { Control } from "react-hook-form";
import { z } from "zod";
import { apiKeySchema, type Config, configSchema } from "@/lib/destinations/customerio/settings";
import { settingsSchema } from "@/lib/pipeline/transform/settings";
import type { Sync, SyncPatch } from "@/lib/syncs/sync";

/** What the form needs to know beside its own values to judge them. */
export interface Stored {
  /** A Tracking API Key is saved already. */
  readonly hasApiKey: boolean;
}

/** The Settings tab's form: the sync's own schemas, and what enabling needs, at the field that lacks it. */
export const settingsFormSchema = (stored: Stored) =>
  z
    .object({
      enabled: z.boolean(),
      config: configSchema,
      secrets: z.object({ api_key: apiKeySchema.or(z.literal("")) }),
      settings: settingsSchema.omit({ identifier: true }),
    })
    .superRefine((form, ctx) => {
      if (!form.enabled) return;
      for (const [path, message] of missing(form, stored)) {
        ctx.addIssue({ code: "custom", path: path.split("."), message });
      }
    });

type SettingsFormSchema = ReturnType<typeof settingsFormSchema>;
export type SettingsFormInput = z.input<SettingsFormSchema>;
export type SettingsForm = z.output<SettingsFormSchema>;
export type SettingsControl = Control<SettingsFormInput, unknown, SettingsForm>;

function missing({ config, secrets }: SettingsForm, stored: Stored): (readonly [string, string])[] {
  const lacks: [string, string][] = [];
  if (config.site_id === "") lacks.push(["config.site_id", "Enter the Site ID to enable the sync"]);
  if (secrets.api_key === "" && !stored.hasApiKey) {
    lacks.push(["secrets.api_key", "Enter the Tracking API Key to enable the sync"]);
  }
  return lacks;
}

/** The form's values of a stored sync. The key is never among them. */
export function toForm(sync: Sync): SettingsFormInput & { config: Config } {
  const { identifier: _mapped, ...settings } = sync.settings;
  return {
    enabled: sync.enabled,
    config: configSchema.parse(sync.config),
    secrets: { api_key: "" },
    settings,
  };
}

/** What Save sends: everything the tab shows; the key only when one was typed. */
export function toPatch(form: SettingsForm): SyncPatch {
  const { secrets, ...rest } = form;
  return secrets.api_key === "" ? rest : { ...rest, secrets: { api_key: secrets.api_key } };
}
