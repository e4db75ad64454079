import { inheritedVariables } from "@/lib/platform/env";
import type { Keys } from "./keys";

export type ChildKind = "web" | "worker" | "sandbox" | "demo";

/** What is done before any child runs. */
const OF_START = /^(?:ADMIN_|BOOTSTRAP_|DATABASE_URL$|ENCRYPTION_KEY|AUTH_SECRET$)/;
/** How people come in: nothing of it concerns who delivers. Alerts are sent by workers too, so they have the mail's. */
const OF_WEB = /^(?:OIDC_|METRICS_TOKEN$)/;

/** Of our own variables, what each kind of process needs. */
const ALLOWED: Readonly<Record<ChildKind, (name: string) => boolean>> = {
  web: (name) => !OF_START.test(name),
  worker: (name) => !OF_START.test(name) && !OF_WEB.test(name),
  sandbox: (name) => ["LOG_LEVEL", "PORT", "HOST"].includes(name),
  demo: (name) =>
    /^(?:LOG_LEVEL|PORT|HOST|SANDBOX_PORT|BOOTSTRAP_PROJECT|BOOTSTRAP_API_TOKEN)$/.test(name),
};

interface Started {
  readonly databaseUrl: string;
  readonly keys: Keys;
  readonly publicUrl: string;
}

/** The environment of a child: what it needs, and nobody else's secrets. */
export function childVariables(
  kind: ChildKind,
  { databaseUrl, keys, publicUrl }: Started,
): NodeJS.ProcessEnv {
  const inherited = inheritedVariables(ALLOWED[kind]);
  if (kind === "sandbox" || kind === "demo") return inherited;
  const encryptionKeys = keys.encryptionKeys.map((key) => key.reveal()).join(",");
  const stored = { ...inherited, DATABASE_URL: databaseUrl, ENCRYPTION_KEYS: encryptionKeys };
  if (kind === "worker") return stored;
  const authSecret = keys.authSecret.reveal();
  return {
    ...stored,
    AUTH_SECRET: authSecret,
    NEXTAUTH_SECRET: authSecret,
    NEXTAUTH_URL: publicUrl,
    NEXT_TELEMETRY_DISABLED: "1",
  };
}
