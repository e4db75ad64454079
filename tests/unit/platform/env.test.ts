import { describe, expect, test } from "vitest";
import { parseEnv } from "@/lib/platform/env";

const KEY = Buffer.alloc(32, 7).toString("base64");

function settings(source: Record<string, string>) {
  const parsed = parseEnv(source);
  if (!parsed.ok) throw new Error(parsed.error.join("\n"));
  return parsed.value;
}

function mistakes(source: Record<string, string>): readonly string[] {
  const parsed = parseEnv(source);
  return parsed.ok ? [] : parsed.error;
}

describe("nothing set", () => {
  test("everything has a default", () => {
    const env = settings({});
    expect(env).toMatchObject({
      port: 3000,
      host: "127.0.0.1",
      publicUrl: "http://localhost:3000",
      databaseUrl: undefined,
      encryptionKeys: [],
      authSecret: undefined,
      web: true,
      sandbox: false,
      logRetentionDays: 7,
      deliveryRetentionDays: 30,
      logLevel: "info",
      hostUrls: {},
    });
    expect(env.dataDir).toBe(`${process.cwd()}/.data`);
    expect(env.workers).toBeGreaterThanOrEqual(1);
  });

  test("a variable that is set to nothing counts as not set", () => {
    expect(settings({ PORT: "", DATABASE_URL: " " })).toEqual(settings({}));
  });
});

describe("encryption keys", () => {
  const OTHER = Buffer.alloc(32, 9).toString("base64");
  const revealed = (source: Record<string, string>) =>
    settings(source).encryptionKeys.map((key) => key.reveal());

  test("are one, or several in their order", () => {
    expect(revealed({ ENCRYPTION_KEY: KEY })).toEqual([KEY]);
    expect(revealed({ ENCRYPTION_KEYS: `${OTHER}, ${KEY}` })).toEqual([OTHER, KEY]);
  });

  test("are named in one place, and all of them are right", () => {
    const both = mistakes({ ENCRYPTION_KEY: KEY, ENCRYPTION_KEYS: OTHER });
    expect(both).toEqual([expect.stringMatching(/^ENCRYPTION_KEY and ENCRYPTION_KEYS are both/)]);
    const short = mistakes({ ENCRYPTION_KEYS: `${KEY},c2hvcnQ=` });
    expect(short).toEqual([expect.stringMatching(/^ENCRYPTION_KEYS must be keys of 32 bytes/)]);
    expect(mistakes({ DATABASE_URL: "postgresql://u@h/d", ENCRYPTION_KEYS: KEY })).toEqual([]);
  });
});

describe("hosts that the app answers to", () => {
  test("are this machine, PUBLIC_URL's, HOST and ALLOWED_HOSTS", () => {
    const { allowedHosts } = settings({
      PUBLIC_URL: "https://T.example.com:8443/",
      HOST: "::",
      ALLOWED_HOSTS: "Tributary, 10.0.0.7,[2001:db8::1]",
    });
    const loopback = ["localhost", "127.0.0.1", "[::1]"];
    const named = ["tributary", "10.0.0.7", "[2001:db8::1]"];
    expect(allowedHosts).toEqual([...loopback, "t.example.com", "[::]", ...named]);
  });

  test.each(["https://t.example.com", "t.example.com:443", "2001:db8::1", "a b/c", "x@y"])(
    "ALLOWED_HOSTS is not %s",
    (ALLOWED_HOSTS) => {
      expect(mistakes({ ALLOWED_HOSTS })).toEqual([
        expect.stringMatching(/^ALLOWED_HOSTS must be/),
      ]);
    },
  );
});

describe("derived values", () => {
  test("PUBLIC_URL follows PORT, and loses a trailing slash when set", () => {
    expect(settings({ PORT: "8080" }).publicUrl).toBe("http://localhost:8080");
    expect(settings({ PUBLIC_URL: "https://t.example.com/" }).publicUrl).toBe(
      "https://t.example.com",
    );
  });

  test("addresses in the place of a destination's own are handed on by their variables", () => {
    const set = { CUSTOMERIO_US_URL: " https://r.example ", PUBLIC_URL: "https://t.example.com" };
    expect(settings(set).hostUrls).toEqual({ CUSTOMERIO_US_URL: "https://r.example" });
  });

  test("the sandbox's two ports never leave the range of ports", () => {
    const { sandboxPort } = settings({ PORT: "65530" });
    expect(sandboxPort + 1).toBeLessThan(65_536);
    expect([sandboxPort, sandboxPort + 1]).not.toContain(65_530);
  });

  test("processes with one ENCRYPTION_KEY agree on the session secret, others do not", () => {
    const secretOf = (key: string) => settings({ ENCRYPTION_KEY: key }).authSecret?.reveal();
    expect(secretOf(KEY)).toBe(secretOf(KEY));
    expect(secretOf(KEY)).not.toBe(secretOf(Buffer.alloc(32, 8).toString("base64")));
    expect(secretOf(KEY)).not.toBe(KEY);
  });

  test("the name of a bootstrap project may contain colons", () => {
    expect(settings({ BOOTSTRAP_PROJECT: "A: the shop:abc123" }).bootstrapProject).toEqual({
      name: "A: the shop",
      apiKey: "abc123",
    });
  });
});

describe("mistakes", () => {
  test.each([
    ["PORT", "http", "port number"],
    ["PORT", "0", "port number"],
    ["PORT", "70000", "port number"],
    ["PORT", "3000.5", "port number"],
    ["PUBLIC_URL", "localhost:3000", "http://"],
    ["DATABASE_URL", "mysql://localhost/x", "postgresql://"],
    ["WORKERS", "-1", "whole number"],
    ["WORKERS", "two", "whole number"],
    ["WEB", "true", "1 (on) or 0 (off)"],
    ["SANDBOX", "yes", "1 (on) or 0 (off)"],
    ["SANDBOX_PORT", "65535", "port number"],
    ["ENCRYPTION_KEY", "short", "openssl rand -base64 32"],
    ["ENCRYPTION_KEY", "a pass phrase of more than forty-three letters", "openssl rand -base64 32"],
    ["AUTH_SECRET", "short", "32 characters"],
    ["ADMIN_EMAIL", "nobody", "email"],
    ["ADMIN_PASSWORD", "short", "8 characters"],
    ["BOOTSTRAP_PROJECT", "only-a-name", "name:apiKey"],
    ["BOOTSTRAP_API_TOKEN", "short", "16 characters"],
    ["LOG_RETENTION_DAYS", "0", "days"],
    ["DELIVERY_RETENTION_DAYS", "forever", "days"],
    ["LOG_LEVEL", "loud", "debug"],
  ])("%s=%s gives one line that names it and says what to do", (name, value, advice) => {
    const context = { ADMIN_EMAIL: "a@example.com", ADMIN_PASSWORD: "long enough" };
    const lines = mistakes({ ...context, ENCRYPTION_KEY: KEY, [name]: value });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(new RegExp(`^${name} `));
    expect(lines[0]).toContain(advice);
    expect(lines[0]).not.toContain("\n");
  });

  test("each of several mistakes has its own line", () => {
    expect(mistakes({ PORT: "x", WEB: "x", LOG_LEVEL: "x" })).toHaveLength(3);
  });

  test("ENCRYPTION_KEY must be set when DATABASE_URL is", () => {
    const DATABASE_URL = "postgresql://u:secret@db/x";
    expect(mistakes({ DATABASE_URL })).toEqual([expect.stringMatching(/^ENCRYPTION_KEY must be/)]);
    expect(mistakes({ DATABASE_URL, ENCRYPTION_KEY: KEY })).toEqual([]);
  });

  test("half an admin is a mistake", () => {
    expect(mistakes({ ADMIN_EMAIL: "a@example.com" })).toEqual([
      expect.stringMatching(/^ADMIN_PASSWORD is missing/),
    ]);
  });

  test("neither web nor workers is a mistake", () => {
    expect(mistakes({ WEB: "0", WORKERS: "0" })).toEqual([
      expect.stringMatching(/nothing to start/),
    ]);
  });

  test("a line never shows the value of a secret", () => {
    const lines = mistakes({ ENCRYPTION_KEY: "hunter2", ADMIN_PASSWORD: "hunter3" });
    expect(lines.join()).not.toMatch(/hunter/);
  });
});
