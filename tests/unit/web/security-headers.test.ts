import { expect, test } from "vitest";
import { pagePolicy, securityHeaders } from "@/lib/web/security-headers";

test("transport security is asked for where people come by https", () => {
  const name = "Strict-Transport-Security";
  expect(securityHeaders("https://t.example.com")).toHaveProperty(name);
  expect(securityHeaders("http://localhost:3000")).not.toHaveProperty(name);
});

test("a page runs scripts by its nonce alone, and nobody frames it", () => {
  const policy = pagePolicy("bm9uY2U=", false);
  expect(policy).toContain("script-src 'self' 'nonce-bm9uY2U=' 'strict-dynamic';");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy.split("; ").find((part) => part.startsWith("script-src"))).not.toMatch(/unsafe/);
});

test("development gets what React's tools need", () => {
  expect(pagePolicy("x", true)).toContain("'unsafe-eval'");
});
