import { describe, expect, test } from "vitest";
import { blocking, remarks, wrongBooks } from "@/lib/admin/operations/trouble";
import type { HealthFacts } from "@/lib/engine/store/health-facts";

const NOW = Date.parse("2026-03-01T12:00:00Z");
const QUIET = { oldest: null, storedMs: null, fullSinceMs: null };
const FACTS: HealthFacts = {
  enabled: [],
  liveWorkers: 1,
  workerSeenSecondsAgo: 1,
  silentWorkers: [],
  scheduler: null,
  signs: [],
  rates: [],
  standing: [],
  hungAppends: [],
  housekeeping: {
    lastRunMs: NOW,
    clockJumpedMs: null,
    held: [],
    droppedUnread: 0,
    droppedUnreadMs: null,
    error: null,
  },
  wrongBooks: [],
  refusedReports: [],
  refusals: [],
};

describe("a hung append", () => {
  const here = { ...QUIET, oldest: { projectId: 7, sinceMs: NOW - 15_000 } };
  const elsewhere = { ...FACTS, hungAppends: [{ sinceMs: NOW - 60_000 }] };

  test("of another process is told by its transaction, one of ours once and with its project", () => {
    expect(blocking(elsewhere, QUIET, null, NOW)).toMatchObject([
      { code: "append_hung", sinceMs: NOW - 60_000 },
    ]);
    expect(blocking(elsewhere, here, null, NOW)).toMatchObject([
      { code: "append_hung", project_id: "7", sinceMs: NOW - 15_000 },
    ]);
  });

  test("is none before 15 s", () => {
    const young = { ...QUIET, oldest: { projectId: 7, sinceMs: NOW - 14_999 } };
    expect(blocking(FACTS, young, null, NOW)).toEqual([]);
  });
});

describe("refused uploads", () => {
  const refused = (count: number, requests: number) => {
    const of = { projectId: 1, refused: count, requests, reason: "invalid_json", sinceMs: NOW };
    return remarks({ ...FACTS, refusals: [of] }, QUIET, NOW).length;
  };

  test("are everyday life below five, or below one in twenty", () => {
    expect([refused(4, 4), refused(5, 5), refused(5, 100), refused(5, 101)]).toEqual([0, 1, 1, 0]);
  });
});

test("books that do not hold are told of each destination", () => {
  const wrong = [{ projectId: 1, syncId: 30, sinceMs: NOW }];
  expect(wrongBooks(FACTS)).toEqual([]);
  expect(wrongBooks({ ...FACTS, wrongBooks: wrong })).toMatchObject([
    { code: "books_wrong", project_id: "1", destination_id: "30", sinceMs: NOW },
  ]);
});

test("a destination whose reports are refused is told of, with why", () => {
  const refused = { projectId: 1, syncId: 30, sinceMs: NOW, reason: "forged" };
  expect(remarks({ ...FACTS, refusedReports: [refused] }, QUIET, NOW)).toMatchObject([
    { code: "reports_refused", destination_id: "30", message: expect.stringContaining("the key") },
  ]);
});
