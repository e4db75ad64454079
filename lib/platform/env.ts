import { isIPv6 } from "node:net";
import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { z } from "zod";
import { err, ok, type Result } from "@/lib/kernel/result";
import type { Secret } from "@/lib/kernel/secret";
import { type AlertEnvironment, alertVariables, toAlertEnvironment } from "./alert-environment";
import { type IngestSettings, ingestVariables, toIngestSettings } from "./ingest-settings";
import {
  type KeySettings,
  keyContradictions,
  keyVariables,
  secret,
  toKeySettings,
} from "./key-settings";

// The one place that reads process.env. Every variable of the program is named here, and nowhere else.

const PASSWORD_CHARACTERS_MIN = 8;
const PORT_MAX = 65_535;
const SANDBOX_PORT_DISTANCE = 10;
const LOOPBACK_HOSTS = ["localhost", "127.0.0.1", "[::1]"];

const integer = (min: number, max: number, advice: string) =>
  z
    .string()
    .regex(/^\d+$/, advice)
    .transform(Number)
    .refine((value) => value >= min && value <= max, advice);

const flag = z.enum(["0", "1"], "must be 1 (on) or 0 (off)").transform((value) => value === "1");

const httpUrl = z
  .url({ protocol: /^https?$/, error: "must be an http:// or https:// address" })
  .transform((url) => url.replace(/\/+$/, ""));

const isHostName = (name: string): boolean => {
  const address = `http://${name}`;
  return URL.canParse(address) && new URL(address).hostname === name;
};

const hostNames = z
  .string()
  .toLowerCase()
  .transform((text) => text.split(/[\s,]+/).filter((part) => part !== ""))
  .refine(
    (names) => names.every(isHostName),
    "must be names or addresses without ports, with commas between, for example tributary.example.com,[2001:db8::1]",
  );

const bootstrapProject = z
  .string()
  .regex(/^.+:[^:\s]+$/, "must be name:apiKey, for example Shop:0123456789abcdef")
  .transform((text) => ({
    name: text.slice(0, text.lastIndexOf(":")).trim(),
    apiKey: text.slice(text.lastIndexOf(":") + 1),
  }));

const port = integer(1, PORT_MAX, `must be a port number from 1 to ${PORT_MAX}`);
const days = integer(1, 3650, "must be a whole number of days from 1 to 3650");

/** Addresses in the place of a destination's own hosts, by region. Connectors name and check theirs. */
const HOST_VARIABLE = /^[A-Z]+(_[A-Z]+)*_(US|EU)_URL$/;

const environmentSchema = z.object({
  PORT: port.default(3000),
  HOST: z.string().default("127.0.0.1"),
  PUBLIC_URL: httpUrl.optional(),
  ALLOWED_HOSTS: hostNames.default([]),
  DATA_DIR: z.string().default("./.data"),
  DATABASE_URL: z
    .string()
    .regex(
      /^postgres(ql)?:\/\/./,
      "must be a postgresql://user:password@host:port/database address",
    )
    .optional(),
  WORKERS: integer(0, 256, "must be a whole number from 0 (web only) to 256").optional(),
  WEB: flag.default(true),
  ...keyVariables,
  ADMIN_EMAIL: z.email("must be an email address").optional(),
  ADMIN_PASSWORD: secret
    .refine(
      (value) => value.reveal().length >= PASSWORD_CHARACTERS_MIN,
      `must have at least ${PASSWORD_CHARACTERS_MIN} characters`,
    )
    .optional(),
  BOOTSTRAP_PROJECT: bootstrapProject.optional(),
  BOOTSTRAP_API_TOKEN: secret
    .refine(
      (value) => /^\S{16,}$/.test(value.reveal()),
      "must have at least 16 characters, no spaces",
    )
    .optional(),
  LOG_RETENTION_DAYS: days.default(7),
  DELIVERY_RETENTION_DAYS: days.default(30),
  LOG_LEVEL: z
    .enum(
      ["fatal", "error", "warn", "info", "debug", "trace", "silent"],
      "must be one of fatal, error, warn, info, debug, trace, silent",
    )
    .default("info"),
  METRICS_TOKEN: secret.optional(),
  API_CALLS_PER_MINUTE: integer(1, 1_000_000, "must be a whole number from 1 to 1000000").default(
    1_200,
  ),
  ...ingestVariables,
  ...alertVariables,
  SANDBOX: flag.default(false),
  SANDBOX_PORT: integer(
    1,
    PORT_MAX - 1,
    `must be a port number from 1 to ${PORT_MAX - 1}`,
  ).optional(),
  DEMO: flag.default(false),
  NODE_ENV: z.string().default("production"),
});

/** The name of every variable, for tests and documentation. */
const VARIABLES = Object.keys(environmentSchema.shape);

export interface Env extends KeySettings {
  readonly port: number;
  readonly host: string;
  /** Without a trailing slash. */
  readonly publicUrl: string;
  /** Names and addresses that the app answers to, in small letters, without ports. */
  readonly allowedHosts: readonly string[];
  /** Absolute path. */
  readonly dataDir: string;
  /** Undefined = the embedded database. */
  readonly databaseUrl: string | undefined;
  readonly workers: number;
  readonly web: boolean;
  readonly admin: { readonly email: string; readonly password: Secret } | undefined;
  readonly bootstrapProject: { readonly name: string; readonly apiKey: string } | undefined;
  readonly bootstrapApiToken: Secret | undefined;
  /** Addresses in the place of destinations' own, by variable. */
  readonly hostUrls: Readonly<Record<string, string>>;
  readonly logRetentionDays: number;
  readonly deliveryRetentionDays: number;
  readonly logLevel: string;
  readonly metricsToken: Secret | undefined;
  /** Of one token, in one web process. */
  readonly apiCallsPerMinute: number;
  readonly ingest: IngestSettings;
  readonly alerts: AlertEnvironment;
  readonly sandbox: boolean;
  /** The US listener; the EU listener is on the next port. */
  readonly sandboxPort: number;
  /** Also run the stream of made-up events. */
  readonly demo: boolean;
  readonly development: boolean;
}

/** What a process that the supervisor has started can rely on. */
export interface RuntimeEnv extends Env {
  readonly databaseUrl: string;
  readonly encryptionKeys: readonly [Secret, ...Secret[]];
  readonly authSecret: Secret;
}

/**
 * Pure. The settings, or one line for each mistake: the variable, what is wrong, what to do. A
 * variable that is set to nothing counts as not set. Values never appear in the lines.
 */
export function parseEnv(
  source: Readonly<Record<string, string | undefined>>,
): Result<Env, readonly string[]> {
  const given = (name: string) => source[name]?.trim() || undefined;
  const parsed = environmentSchema.safeParse(
    Object.fromEntries(VARIABLES.map((name) => [name, given(name)])),
  );
  const lines = parsed.success ? contradictions(parsed.data) : mistakes(parsed.error);
  const isRight = parsed.success && lines.length === 0;
  return isRight ? ok(derive(parsed.data, hostUrlsOf(source))) : err(lines);
}

type Variables = z.output<typeof environmentSchema>;

function hostUrlsOf(source: Readonly<Record<string, string | undefined>>): Env["hostUrls"] {
  const set = Object.entries(source).flatMap(([name, value]) => {
    const url = value?.trim() ?? "";
    return HOST_VARIABLE.test(name) && url !== "" ? [[name, url] as const] : [];
  });
  return Object.fromEntries(set);
}

function mistakes(error: z.ZodError): readonly string[] {
  const first = new Map<string, string>();
  for (const issue of error.issues) {
    const name = String(issue.path[0]);
    if (!first.has(name)) first.set(name, `${name} ${issue.message}`);
  }
  return [...first.values()];
}

function contradictions(set: Variables): readonly string[] {
  const lines = [...keyContradictions(set, set.DATABASE_URL !== undefined)];
  if ((set.ADMIN_EMAIL === undefined) !== (set.ADMIN_PASSWORD === undefined)) {
    const missing = set.ADMIN_EMAIL === undefined ? "ADMIN_EMAIL" : "ADMIN_PASSWORD";
    lines.push(`${missing} is missing: set ADMIN_EMAIL and ADMIN_PASSWORD both, or neither`);
  }
  if ((set.SMTP_URL === undefined) !== (set.MAIL_FROM === undefined)) {
    const missing = set.SMTP_URL === undefined ? "SMTP_URL" : "MAIL_FROM";
    lines.push(`${missing} is missing: set SMTP_URL and MAIL_FROM both, or neither`);
  }
  if (!set.WEB && set.WORKERS === 0) {
    lines.push("WORKERS is 0 and WEB is 0, so there is nothing to start: set one of them");
  }
  return lines;
}

function derive(set: Variables, hostUrls: Env["hostUrls"]): Env {
  const admin =
    set.ADMIN_EMAIL !== undefined && set.ADMIN_PASSWORD !== undefined
      ? { email: set.ADMIN_EMAIL, password: set.ADMIN_PASSWORD }
      : undefined;
  const sandboxPort = set.SANDBOX_PORT ?? sandboxPortFor(set.PORT);
  const publicUrl = set.PUBLIC_URL ?? `http://localhost:${set.PORT}`;
  const ownHost = isIPv6(set.HOST) ? `[${set.HOST}]` : set.HOST.toLowerCase();
  return {
    port: set.PORT,
    host: set.HOST,
    publicUrl,
    allowedHosts: [...LOOPBACK_HOSTS, new URL(publicUrl).hostname, ownHost, ...set.ALLOWED_HOSTS],
    dataDir: resolve(set.DATA_DIR),
    databaseUrl: set.DATABASE_URL,
    workers: set.WORKERS ?? Math.max(1, availableParallelism() - 1),
    web: set.WEB,
    ...toKeySettings(set),
    admin,
    bootstrapProject: set.BOOTSTRAP_PROJECT,
    bootstrapApiToken: set.BOOTSTRAP_API_TOKEN,
    hostUrls,
    logRetentionDays: set.LOG_RETENTION_DAYS,
    deliveryRetentionDays: set.DELIVERY_RETENTION_DAYS,
    logLevel: set.LOG_LEVEL,
    metricsToken: set.METRICS_TOKEN,
    apiCallsPerMinute: set.API_CALLS_PER_MINUTE,
    ingest: toIngestSettings(set),
    alerts: toAlertEnvironment(set),
    sandbox: set.SANDBOX,
    sandboxPort,
    demo: set.DEMO,
    development: set.NODE_ENV === "development",
  };
}

const sandboxPortFor = (port: number): number =>
  port + SANDBOX_PORT_DISTANCE < PORT_MAX
    ? port + SANDBOX_PORT_DISTANCE
    : port - SANDBOX_PORT_DISTANCE;

/** The settings of this process as the operator gave them, for the supervisor and commands. */
export const parseProcessEnv = (): Result<Env, readonly string[]> => parseEnv(process.env);

/** All of this process's variables, for commands whose files name variables of their own. */
export const everyVariable = (): NodeJS.ProcessEnv => ({ ...process.env });

/** What a program needs of the system around it, and PostgreSQL's own variables. */
const OF_SYSTEM =
  /^(?:PATH|HOME|USER|LOGNAME|SHELL|LANG|TZ|TMPDIR|OPENSSL_CONF|(?:LC|NODE|SSL_CERT|LD|DYLD|FAKETIME|UV)_.*|PG.*)$/;

/** The variables of this process that a child needs: the system's, and of ours those that it is allowed. */
export const inheritedVariables = (allowed: (name: string) => boolean): NodeJS.ProcessEnv => ({
  NODE_ENV: process.env.NODE_ENV,
  ...Object.fromEntries(
    Object.entries(process.env).filter(([name]) =>
      VARIABLES.includes(name) || HOST_VARIABLE.test(name) ? allowed(name) : OF_SYSTEM.test(name),
    ),
  ),
});

let cached: RuntimeEnv | undefined;

/** The settings of a running server process, read once. Throws when they are wrong or incomplete. */
export function env(): RuntimeEnv {
  cached ??= readRuntimeEnv();
  return cached;
}

function readRuntimeEnv(): RuntimeEnv {
  const parsed = parseEnv(process.env);
  if (!parsed.ok) throw new Error(parsed.error.join("\n"));
  const { databaseUrl, encryptionKeys, authSecret } = parsed.value;
  const [first, ...others] = encryptionKeys;
  if (databaseUrl === undefined || first === undefined || authSecret === undefined) {
    throw new Error(
      "DATABASE_URL and ENCRYPTION_KEY must be set: start with npm start, which sets them, or set both",
    );
  }
  return { ...parsed.value, databaseUrl, encryptionKeys: [first, ...others], authSecret };
}
