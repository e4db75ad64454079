import { bootstrap } from "@/lib/auth/bootstrap";
import { Cipher } from "@/lib/crypto/cipher";
import { createDispatcher } from "@/lib/destinations/dispatcher";
import { connectorUrls } from "@/lib/destinations/hosts";
import type { Env } from "@/lib/env";
import { systemClock } from "@/lib/kernel/clock";
import { createDatabase } from "@/lib/postgres/prisma";

/** Creates the admin, project and token that the environment names and the database lacks. */
export async function applyBootstrap(
  env: Env,
  databaseUrl: string,
  encryptionKey: string,
): Promise<void> {
  if (!env.admin && !env.bootstrapProject && !env.bootstrapApiToken) return;
  const db = createDatabase(databaseUrl, 2);
  const dispatcher = createDispatcher();
  try {
    const context = {
      actor: { kind: "system" },
      db,
      clock: systemClock,
      cipher: new Cipher(Buffer.from(encryptionKey, "base64")),
      connectorUrls: connectorUrls(env),
      dispatcher,
    } as const;
    await bootstrap(context, env);
  } finally {
    await Promise.all([db.$disconnect(), dispatcher.close()]);
  }
}
