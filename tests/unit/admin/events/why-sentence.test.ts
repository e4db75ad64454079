import { describe, expect, test } from "vitest";
import { actualWords, clauseWords } from "@/lib/admin/events/clause-words";
import type { Fate } from "@/lib/admin/events/fate";
import { whySentence } from "@/lib/admin/events/why-sentence";
import { discardReasons } from "@/lib/admin/reasons/discard-reasons";
import { explainFate } from "@/lib/admin/reasons/explain";
import { FATE_STATUSES, type FateStatus } from "@/lib/admin/reasons/fate-status";
import { filterReasons } from "@/lib/admin/reasons/filter-reasons";
import { recordReasons } from "@/lib/admin/reasons/record-reasons";
import { unwellReasons } from "@/lib/admin/reasons/unwell-reasons";
import { waitReasons } from "@/lib/admin/reasons/wait-reasons";

const told = (status: FateStatus, reason: string | null, part: Partial<Fate> = {}) =>
  whySentence(
    {
      ...{ destination: "Echo", status, reason, row: null, clause: null, attemptCount: 1 },
      message: explainFate(status, reason, "Echo").means,
      ...part,
    },
    "Purchase",
  );

describe("why, in one sentence", () => {
  test("says the row, what it asks for, and what the event had", () => {
    const clause = { property: "ep:price", op: "greater", values: ["10"], actual: 4 };
    expect(told("filtered", "no_row_matches", { row: "C", clause })).toBe(
      "It was not sent, because row C sends it only where price is greater than 10, and here price is 4.",
    );
  });

  test("tells an event that no row names from one that a row keeps out", () => {
    expect(told("filtered", "no_row_matches")).toBe(
      "It was not sent, because no row of Select and filter events names “Purchase”.",
    );
  });

  test("counts attempts, and has the destination's own words", () => {
    expect(told("delivered", null)).toBe("Echo accepted it on the first attempt.");
    expect(told("delivered", null, { attemptCount: 3 })).toBe("Echo accepted it after 3 requests.");
    expect(told("discarded", "refused", { message: "plan is no text" })).toBe(
      "It was not sent: Refused by Echo. plan is no text.",
    );
  });

  test("there is one for every status and reason, and it leaves nothing open", () => {
    const reasons = [
      filterReasons,
      discardReasons,
      waitReasons,
      unwellReasons,
      recordReasons,
    ].flatMap((of) => Object.keys(of("Echo")));
    const all = FATE_STATUSES.flatMap((status) =>
      [null, ...reasons].map((reason) => told(status, reason)),
    );
    expect(all.filter((text) => !/^[A-Z].*[.]$/.test(text) || / or /.test(text))).toEqual([]);
  });
});

describe("a clause in words", () => {
  test("names the property as the screens do, and its values", () => {
    const words = (op: string, ...values: string[]) =>
      clauseWords({ property: "gp:plan", op, values });
    expect(words("is", "pro")).toBe("plan is pro");
    expect(words("is not", "pro", "")).toBe("plan is not any of pro, (empty)");
    expect(words("set contains", "a", "b")).toBe("plan has all of a, b");
    expect(words("is", "1", "2", "3", "4", "5", "6", "7")).toBe(
      "plan is any of 1, 2, 3, 4, 5 and 2 more",
    );
    expect(words("of tomorrow", "x")).toBe("plan of tomorrow x");
  });

  test("says what was there, and that nothing was", () => {
    expect([undefined, null, "", "x", 4, ["a"]].map(actualWords)).toEqual([
      "(none)",
      "(none)",
      "(empty)",
      "x",
      "4",
      '["a"]',
    ]);
    expect(actualWords("y".repeat(500))).toHaveLength(101);
  });
});
