import { expect, test } from "vitest";
import { newSigningKey, signedHeaders } from "@/lib/admin/alerts/alert-channel";
import { Secret } from "@/lib/kernel/secret";

test("signs as the specification of Standard Webhooks shows it", () => {
  const key = new Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
  const body = '{"test": 2432232314}';
  expect(signedHeaders(key, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, body)).toEqual({
    "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
    "webhook-timestamp": "1614265330",
    "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
  });
});

test("a key is 32 random bytes", () => {
  expect(newSigningKey()).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  expect(newSigningKey()).not.toBe(newSigningKey());
});
