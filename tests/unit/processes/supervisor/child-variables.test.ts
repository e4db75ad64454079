import { afterEach, expect, test, vi } from "vitest";
import { Secret } from "@/lib/kernel/secret";
import { type ChildKind, childVariables } from "@/lib/processes/supervisor/child-variables";

afterEach(() => vi.unstubAllEnvs());

const of = (kind: ChildKind) =>
  childVariables(kind, {
    databaseUrl: "postgres://db",
    publicUrl: "http://localhost:3000",
    keys: { encryptionKeys: [new Secret("k1")], authSecret: new Secret("a1") },
  });

test.each([
  ["worker", "SMTP_URL", true], // alerts are sent by whoever looks first
  ["worker", "MAIL_FROM", true],
  ["worker", "OIDC_CLIENT_SECRET", false],
  ["web", "SMTP_URL", true],
  ["demo", "SANDBOX_PORT", true],
  ["demo", "SMTP_URL", false],
  ["sandbox", "SMTP_URL", false],
] as const)("%s and %s: %s", (kind, name, isThere) => {
  vi.stubEnv(name, "planted");
  expect(of(kind)[name]).toBe(isThere ? "planted" : undefined);
});

test("only who needs them has the keys", () => {
  expect(of("worker")).toMatchObject({ DATABASE_URL: "postgres://db", ENCRYPTION_KEYS: "k1" });
  expect(of("worker")["AUTH_SECRET"]).toBeUndefined();
  expect(of("web")["AUTH_SECRET"]).toBe("a1");
  expect(of("demo")["ENCRYPTION_KEYS"]).toBeUndefined();
});
