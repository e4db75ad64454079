import { Cipher } from "@/lib/crypto/cipher";
import { createDispatcher } from "@/lib/destinations/dispatcher";
import { connectorUrls } from "@/lib/destinations/hosts";
import { env } from "@/lib/env";
import { systemClock } from "@/lib/kernel/clock";
import { database } from "@/lib/postgres/prisma";
import type { Actor, Context } from "@/lib/verbs/context";

const dispatcher = createDispatcher();

/** The composition root of the web process: the context of this actor, from the environment. */
export function contextFor(actor: Actor): Context {
  const settings = env();
  const { databaseUrl, encryptionKey } = settings;
  return {
    actor,
    db: database(databaseUrl),
    clock: systemClock,
    cipher: new Cipher(Buffer.from(encryptionKey.reveal(), "base64")),
    connectorUrls: connectorUrls(settings),
    dispatcher,
  };
}
