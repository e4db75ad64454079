import { z } from "zod";
import { Secret } from "@/lib/kernel/secret";
import { networksSchema } from "./trusted-proxies";

// The environment variables of what is sent to people: env.ts reads them.

export const alertVariables = {
  SMTP_URL: z
    .url({
      protocol: /^smtps?$/,
      error: "must be an smtp:// or smtps:// address, for example smtps://user:password@mail:465",
    })
    .transform((url) => new Secret(url))
    .optional(),
  MAIL_FROM: z
    .string()
    .regex(
      /^[^<>\r\n@]*<[^<>\s@]+@[^<>\s@]+>$|^[^<>\s@]+@[^<>\s@]+$/,
      "must be an e-mail address, for example Tributary <tributary@example.com>",
    )
    .optional(),
  ALERT_NETWORKS: networksSchema.default([]),
};

type Variables = z.output<z.ZodObject<typeof alertVariables>>;

export interface AlertEnvironment {
  /** Undefined = no e-mail can be sent. */
  readonly mail: { readonly url: Secret; readonly from: string } | undefined;
  /** Private addresses and networks that webhooks may be sent to all the same. */
  readonly networks: readonly string[];
}

export const toAlertEnvironment = (set: Variables): AlertEnvironment => ({
  mail:
    set.SMTP_URL === undefined || set.MAIL_FROM === undefined
      ? undefined
      : { url: set.SMTP_URL, from: set.MAIL_FROM },
  networks: set.ALERT_NETWORKS,
});
