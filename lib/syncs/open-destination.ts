import type { Dispatcher } from "undici";
import { createCustomerIo } from "@/lib/destinations/customerio/customer-io";
import { configSchema } from "@/lib/destinations/customerio/settings";
import { Secret } from "@/lib/kernel/secret";
import type { Destination } from "@/lib/pipeline/ports";
import type { Settings } from "@/lib/pipeline/transform/settings";
import type { Secrets } from "@/lib/syncs/secrets";
import type { SyncConfig } from "@/lib/syncs/sync";
import type { Context } from "@/lib/verbs/context";
import packageJson from "@/package.json";

/** The destination with these settings, for looking ahead and for single test calls; the worker has its own. */
export function openDestination(
  ctx: Pick<Context, "clock" | "customerioUrls">,
  config: SyncConfig,
  settings: Settings,
  secrets: Secrets,
  dispatcher?: Dispatcher,
): Destination {
  const parsed = configSchema.parse(config);
  return createCustomerIo({
    config: parsed,
    settings,
    credentials: { siteId: parsed.site_id, apiKey: new Secret(secrets["api_key"] ?? "") },
    baseUrls: ctx.customerioUrls,
    version: packageJson.version,
    clock: ctx.clock,
    ...(dispatcher === undefined ? {} : { dispatcher }),
  });
}
