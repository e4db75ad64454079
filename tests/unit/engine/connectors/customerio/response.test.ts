import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Asked, classify } from "@/lib/engine/connectors/customerio/response";
import type { Answer } from "@/lib/engine/connectors/http/call";
import type { Verdict } from "@/lib/engine/pipeline/ports";

const NOW_MS = Date.UTC(2026, 0, 1, 0, 0, 0);

const answer = (status: number, body: unknown = "", part: Partial<Answer> = {}): Answer => ({
  status,
  body: typeof body === "string" ? body : JSON.stringify(body),
  bodyState: "complete",
  retryAfter: null,
  ...part,
});

const batchOf = (operations: number): Asked => ({ batch: true, operations });
const V1: Asked = { batch: false, operations: 1 };
const judge = (given: Answer, asked: Asked): Verdict => classify(given, asked, NOW_MS);

const accepted = { kind: "accepted" };
const again = { kind: "again" };
const refused = (message: string, field: string | null = null) => ({
  kind: "refused",
  message,
  field,
});
const settled = (...operations: object[]) => ({ kind: "settled", operations });
const at = (batch_index: unknown, message = "bad", field = "name") => ({
  batch_index,
  reason: "invalid",
  field,
  message,
});

describe("2xx", () => {
  test.each([200, 201, 202, 204])("%d is acceptance, whatever a v1 body says", (status) => {
    for (const body of ["{}\n", "", "<html>ok</html>", '{"errors":[{"message":"x"}]}', "{"]) {
      expect(judge(answer(status, body), V1)).toEqual(settled(accepted));
    }
  });

  test("a batch is accepted as a whole by {} and by anything without errors", () => {
    for (const body of ["{}\n", "", "<html>ok</html>", "null", "[]", '{"errors":[]}']) {
      expect(judge(answer(200, body), batchOf(2))).toEqual(settled(accepted, accepted));
    }
  });

  test("a 200 with errors is read as a 207", () => {
    expect(judge(answer(200, { errors: [at(1)] }), batchOf(2))).toEqual(
      settled(accepted, refused("bad (invalid)", "name")),
    );
  });

  test("a 2xx whose body was cut off says nothing about a batch, everything about a v1 call", () => {
    const cut = answer(200, '{"err', { bodyState: "cut_off" });
    expect(judge(cut, batchOf(1))).toMatchObject({ kind: "wait", reason: "unreachable" });
    expect(judge(cut, V1)).toEqual(settled(accepted));
  });
});

describe("207", () => {
  test("the listed indexes are refused, all others delivered", () => {
    const body = { errors: [at(2, "too long", "attributes.bio"), at(0)] };
    expect(judge(answer(207, body), batchOf(4))).toEqual(
      settled(
        refused("bad (invalid)", "name"),
        accepted,
        refused("too long (invalid)", "attributes.bio"),
        accepted,
      ),
    );
  });

  test("several errors on one index are all kept", () => {
    const body = {
      errors: [at(0, "too long", "attributes.a"), at(0, "blank", "name"), at(0, "x", "name")],
    };
    expect(judge(answer(207, body), batchOf(1))).toEqual(
      settled(
        refused(
          "attributes.a: too long (invalid); name: blank (invalid); name: x (invalid)",
          "attributes.a, name",
        ),
      ),
    );
  });

  test.each([
    ["an index out of range", { errors: [at(0), at(2)] }],
    ["a negative index", { errors: [at(-1)] }],
    ["half an index", { errors: [at(0.5)] }],
    ["an index that is no number", { errors: [at("0")] }],
    ["an error without index", { errors: [{ message: "bad" }] }],
    ["no errors", {}],
    ["an empty list", { errors: [] }],
    ["HTML", "<html></html>"],
    ["nothing", ""],
  ])("%s: nothing is assumed and the batch is sent once more", (_, body) => {
    expect(judge(answer(207, body), batchOf(2))).toMatchObject({ kind: "resend" });
  });

  test("a body cut off, or too long to be read, is never half believed", () => {
    const body = { errors: [at(0)] };
    const cut = answer(207, body, { bodyState: "cut_off" });
    expect(judge(cut, batchOf(2))).toMatchObject({ kind: "wait", reason: "unreachable" });
    const long = answer(207, body, { bodyState: "too_long" });
    expect(judge(long, batchOf(2))).toMatchObject({ kind: "resend" });
  });

  test("refused and accepted add up to what was sent, whatever is listed", () => {
    const indexes = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1 });
    fc.assert(
      fc.property(indexes, (listed) => {
        const verdict = judge(
          answer(207, { errors: listed.map((index) => at(index)) }),
          batchOf(10),
        );
        if (verdict.kind !== "settled") throw new Error(verdict.kind);
        expect(verdict.operations.map(({ kind }) => kind)).toEqual(
          Array.from({ length: 10 }, (_, index) =>
            listed.includes(index) ? "refused" : "accepted",
          ),
        );
      }),
    );
  });
});

describe("400, 413, 422 and other 4xx", () => {
  test.each([400, 402, 409, 410, 413, 422, 451])(
    "%d refuses a v1 call with its reason",
    (status) => {
      expect(judge(answer(status, { meta: { error: "name cannot be blank" } }), V1)).toEqual(
        settled(refused("name cannot be blank")),
      );
    },
  );

  test("v1 errors come in two shapes and both are read", () => {
    expect(judge(answer(400, { meta: { errors: ["a", "b"] } }), V1)).toEqual(
      settled(refused("a; b")),
    );
    expect(judge(answer(400, { meta: { error: "a" } }), V1)).toEqual(settled(refused("a")));
  });

  test.each([["<html>Bad Request</html>"], [""], ["[1]"], ['{"meta":7}'], ['{"errors":7}'], ["{"]])(
    "%j is a refusal all the same",
    (body) => {
      expect(judge(answer(400, body), V1)).toMatchObject({
        kind: "settled",
        operations: [{ kind: "refused", message: expect.any(String) }],
      });
    },
  );

  test("a batch with indexes: those are discarded, the rest resent", () => {
    expect(judge(answer(400, { errors: [at(1)] }), batchOf(3))).toEqual(
      settled(again, refused("bad (invalid)", "name"), again),
    );
  });

  test("a batch without indexes cannot be attributed and is halved", () => {
    for (const status of [400, 413, 422]) {
      for (const body of [{ errors: [{ message: "bad" }] }, "", "<html>"]) {
        expect(judge(answer(status, body), batchOf(2))).toMatchObject({ kind: "unattributable" });
      }
    }
  });

  test("a batch of one is refused: there is nobody else to blame", () => {
    const body = { errors: [{ reason: "invalid", field: "identifiers.id", message: "invalid" }] };
    expect(judge(answer(400, body), batchOf(1))).toEqual(
      settled(refused("invalid", "identifiers.id")),
    );
  });

  test("a batch with an index out of range is sent once more", () => {
    expect(judge(answer(400, { errors: [at(0), at(5)] }), batchOf(3))).toMatchObject({
      kind: "resend",
    });
  });
});

describe("the destination as a whole", () => {
  test.each([
    [401, "credentials_refused"],
    [403, "credentials_refused"],
    [404, "misconfigured"],
    [405, "misconfigured"],
    [407, "misconfigured"],
    [304, "misconfigured"],
  ])("%d is %s and says so", (status, reason) => {
    const given = answer(status, { meta: { error: "Unauthorized request" } });
    for (const asked of [V1, batchOf(3)]) {
      expect(judge(given, asked)).toEqual({
        kind: "unwell",
        reason,
        message: `Customer.io answered ${status}: Unauthorized request`,
      });
    }
  });
});

describe("wait", () => {
  test.each([
    [408, "timeout"],
    [425, "server_error"],
    [429, "throttled"],
    [500, "server_error"],
    [502, "server_error"],
    [503, "server_error"],
    [504, "server_error"],
    [522, "server_error"],
    [599, "server_error"],
  ])("%d waits as %s, also when the body is HTML", (status, reason) => {
    for (const body of ["<html>502</html>", "", '{"errors":[{"batch_index":0}]}']) {
      expect(judge(answer(status, body), batchOf(2))).toMatchObject({
        kind: "wait",
        reason,
        retryAfterMs: null,
      });
    }
  });

  test.each([
    ["7", 7_000],
    ["0", 0],
    ["1.5", 1_500],
    [" 30 ", 30_000],
    ["86400", 900_000],
    ["Thu, 01 Jan 2026 00:00:20 GMT", 20_000],
    ["Thu, 01 Jan 2026 09:00:00 GMT", 900_000],
    ["Wed, 31 Dec 2025 23:00:00 GMT", 0],
    ["soon", null],
    ["", null],
  ])("Retry-After %j is a floor of %j ms, at most 15 minutes", (retryAfter, retryAfterMs) => {
    for (const status of [429, 503]) {
      expect(judge(answer(status, "", { retryAfter }), V1)).toMatchObject({
        kind: "wait",
        retryAfterMs,
      });
    }
  });
});

test("no answer whatsoever makes it throw or change the number of operations", () => {
  const statuses = fc.integer({ min: 100, max: 999 });
  const bodies = fc.oneof(
    fc.string(),
    fc.json(),
    fc
      .record({ errors: fc.jsonValue(), meta: fc.jsonValue() })
      .map((value) => JSON.stringify(value)),
  );
  fc.assert(
    fc.property(statuses, bodies, fc.integer({ min: 1, max: 5 }), (status, body, operations) => {
      const verdict = judge(answer(status, body), batchOf(operations));
      if (verdict.kind === "settled") expect(verdict.operations).toHaveLength(operations);
    }),
  );
});
