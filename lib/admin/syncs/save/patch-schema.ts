import { z } from "zod";

/** The shape of a patch; what is in config, secrets and settings is checked against the partner and the settings schema. */
export const syncPatchSchema = z.strictObject({
  name: z.string().trim().min(1, "Enter a name").max(200, "Use at most 200 characters").optional(),
  enabled: z.boolean().optional(),
  config: z.record(z.string(), z.unknown()).optional(),
  secrets: z.record(z.string(), z.string()).optional(),
  settings: z.record(z.string(), z.unknown()).optional(),
  /** The identifier once more, where many people have few values of it: that it is meant. */
  confirmIdentifier: z.string().optional(),
});

export type ParsedPatch = z.output<typeof syncPatchSchema>;
