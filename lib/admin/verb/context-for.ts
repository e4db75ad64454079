import { createDispatcher } from "@/lib/engine/connectors/dispatcher";
import { connectorUrls } from "@/lib/engine/connectors/hosts";
import { systemClock } from "@/lib/kernel/clock";
import { createCipher } from "@/lib/platform/crypto/cipher";
import { env } from "@/lib/platform/env";
import { database } from "@/lib/platform/postgres/prisma";
import type { Actor, Context } from "./context";

const dispatcher = createDispatcher();

/** The composition root of the web process: the context of this actor, from the environment. */
export function contextFor(actor: Actor): Context {
  const settings = env();
  const { databaseUrl, encryptionKeys } = settings;
  return {
    actor,
    db: database(databaseUrl),
    clock: systemClock,
    cipher: createCipher(encryptionKeys),
    connectorUrls: connectorUrls(settings),
    dispatcher,
  };
}
