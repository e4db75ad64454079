import { bootstrap } from "@/lib/admin/access/bootstrap";
import { isFirstRun } from "@/lib/admin/access/is-first-run";
import { createDispatcher } from "@/lib/engine/connectors/dispatcher";
import { connectorUrls } from "@/lib/engine/connectors/hosts";
import { systemClock } from "@/lib/kernel/clock";
import { createCipher } from "@/lib/platform/crypto/cipher";
import type { Env } from "@/lib/platform/env";
import { createDatabase } from "@/lib/platform/postgres/prisma";
import type { Keys } from "./keys";

/** Whether nobody has ever been able to sign in there. */
export async function isFirstRunAt(databaseUrl: string): Promise<boolean> {
  const db = createDatabase(databaseUrl, 1);
  try {
    return await isFirstRun({ db });
  } finally {
    await db.$disconnect();
  }
}

/** Creates the admin, project and token that the environment names and the database lacks. */
export async function applyBootstrap(env: Env, databaseUrl: string, keys: Keys): Promise<void> {
  if (!env.admin && !env.bootstrapProject && !env.bootstrapApiToken) return;
  const db = createDatabase(databaseUrl, 2);
  const dispatcher = createDispatcher();
  try {
    const context = {
      actor: { kind: "system" },
      db,
      clock: systemClock,
      cipher: createCipher(keys.encryptionKeys),
      connectorUrls: connectorUrls(env),
      dispatcher,
    } as const;
    await bootstrap(context, env);
  } finally {
    await Promise.all([db.$disconnect(), dispatcher.close()]);
  }
}
