import type { Control } from "react-hook-form";
import { z } from "zod";
import { settingsSchema } from "@/lib/engine/pipeline/transform/settings";

/** The Mappings tab's form. */
export const mappingsFormSchema = z.object({
  settings: settingsSchema.pick({ identifier: true, fallbackIdentifiers: true }),
});

export type MappingsFormInput = z.input<typeof mappingsFormSchema>;
export type MappingsForm = z.output<typeof mappingsFormSchema>;
export type MappingsControl = Control<MappingsFormInput, unknown, MappingsForm>;
