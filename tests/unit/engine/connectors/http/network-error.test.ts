import { describe, expect, test } from "vitest";
import { judgeNetworkError } from "@/lib/engine/connectors/http/network-error";

const withCode = (code: string, message = "what happened") =>
  Object.assign(new Error(message), { code });

describe("no answer came", () => {
  test.each([
    ["ENOTFOUND", "wait", "unreachable"],
    ["EAI_AGAIN", "wait", "unreachable"],
    ["ECONNREFUSED", "wait", "unreachable"],
    ["ECONNRESET", "wait", "unreachable"],
    ["EHOSTUNREACH", "wait", "unreachable"],
    ["EPIPE", "wait", "unreachable"],
    ["UND_ERR_SOCKET", "wait", "unreachable"],
    ["HPE_INVALID_CONSTANT", "wait", "unreachable"],
    ["ETIMEDOUT", "wait", "timeout"],
    ["UND_ERR_CONNECT_TIMEOUT", "wait", "timeout"],
    ["CERT_HAS_EXPIRED", "unwell", "misconfigured"],
    ["DEPTH_ZERO_SELF_SIGNED_CERT", "unwell", "misconfigured"],
    ["SELF_SIGNED_CERT_IN_CHAIN", "unwell", "misconfigured"],
    ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "unwell", "misconfigured"],
    ["ERR_TLS_CERT_ALTNAME_INVALID", "unwell", "misconfigured"],
    ["ERR_SSL_WRONG_VERSION_NUMBER", "unwell", "misconfigured"],
  ])("%s is %s / %s and keeps what was said", (code, kind, reason) => {
    const verdict = judgeNetworkError(withCode(code), "Customer.io");
    expect(verdict).toMatchObject({ kind, reason, message: expect.stringContaining(code) });
    expect(verdict.message).toContain("what happened");
  });

  test("the text of an error decides nothing", () => {
    const verdict = judgeNetworkError(
      withCode("ECONNRESET", "CERT_HAS_EXPIRED ETIMEDOUT"),
      "Customer.io",
    );
    expect(verdict).toMatchObject({ kind: "wait", reason: "unreachable" });
  });

  test("the code is found in the cause, and among the addresses tried", () => {
    const cause = withCode("CERT_HAS_EXPIRED");
    expect(judgeNetworkError(new Error("fetch failed", { cause }), "Customer.io")).toMatchObject({
      kind: "unwell",
    });
    expect(
      judgeNetworkError(new AggregateError([withCode("ETIMEDOUT")]), "Customer.io"),
    ).toMatchObject({
      reason: "timeout",
    });
  });

  test.each([[undefined], ["text"], [new Error("")], [new AggregateError([])]])(
    "%j is unreachable too",
    (error) => {
      expect(judgeNetworkError(error, "Customer.io")).toMatchObject({
        kind: "wait",
        reason: "unreachable",
        message: expect.stringMatching(/./),
      });
    },
  );
});
