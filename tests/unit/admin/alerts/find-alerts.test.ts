import { describe, expect, test } from "vitest";
import type { AlertFacts, DestinationFacts } from "@/lib/admin/alerts/alert-facts";
import {
  DEFAULT_RULES,
  type OwnRules,
  rulesInForce,
  storedRules,
} from "@/lib/admin/alerts/alert-rules";
import { findAlerts } from "@/lib/admin/alerts/find-alerts";
import type { ProjectId, SyncId } from "@/lib/kernel/brand";

const NOW = Date.parse("2026-03-10T12:00:00Z");
const MINUTE = 60_000;
const DAY = 86_400_000;
const place = { projectId: 1 as ProjectId, projectName: "Shop" };
const defaults = { project: DEFAULT_RULES, of: () => DEFAULT_RULES };

const well: DestinationFacts = {
  sync: { id: 7 as SyncId, name: "Marketing", enabled: true },
  destination: "Customer.io",
  condition: { state: "enabled", problem: null },
  delivered: 100,
  lost: 0,
  lost_reason: null,
  lost_most: 0,
  oldestMs: null,
  booksWrongMs: null,
};

const facts = (
  own: Partial<DestinationFacts>,
  uploads: Partial<AlertFacts["uploads"]> = {},
): AlertFacts => ({
  nowMs: NOW,
  destinations: [{ ...well, ...own }],
  uploads: {
    requests: 100,
    refused: 0,
    reason: null,
    reasonMost: 0,
    acceptedMs: NOW,
    yesterday: 1_000,
    weekAgo: 1_000,
    ...uploads,
  },
});

/** Kind and level of what is not well. */
const found = (of: AlertFacts, rules = defaults) =>
  findAlerts(of, rules, place, 7)
    .filter(({ level }) => level !== null)
    .map(({ kind, level }) => `${kind} ${level}`);

const stoppedFor = (minutes: number): Partial<DestinationFacts> => ({
  condition: {
    state: "down",
    problem: {
      reason: "unreachable",
      title: "Not reachable",
      message: "ECONNREFUSED",
      advice: "Look at the network.",
      action: null,
      since: new Date(NOW - minutes * MINUTE),
    },
  },
});

test("nothing is wrong", () => {
  expect(found(facts({}))).toEqual([]);
});

test.each([
  ["down for a minute", stoppedFor(1), []],
  ["down for two", stoppedFor(2), ["down warning"]],
  ["down for ten", stoppedFor(10), ["down critical"]],
  ["4 of 100 lost", { delivered: 96, lost: 4, lost_reason: "refused" }, []],
  ["5 of 100 lost", { delivered: 95, lost: 5, lost_reason: "refused" }, ["failing warning"]],
  ["all of 4 lost", { delivered: 0, lost: 4, lost_reason: "refused" }, []],
  ["30 of 100 lost", { delivered: 70, lost: 30, lost_reason: "refused" }, ["failing critical"]],
  ["waiting for 14 minutes", { oldestMs: NOW - 14 * MINUTE }, []],
  ["waiting for 15 minutes", { oldestMs: NOW - 15 * MINUTE }, ["waiting warning"]],
  ["waiting for an hour", { oldestMs: NOW - 60 * MINUTE }, ["waiting critical"]],
  ["wrong books", { booksWrongMs: NOW - MINUTE }, ["books critical"]],
  [
    "everything, but disabled",
    { ...stoppedFor(90), booksWrongMs: NOW, sync: { ...well.sync, enabled: false } },
    [],
  ],
] as const)("of a destination: %s", (_, own, expected) => {
  expect(found(facts(own))).toEqual(expected);
});

test.each([
  [25, ["waiting critical"]],
  [26, ["waiting critical", "retention warning"]],
  [28, ["waiting critical", "retention critical"]],
])("what waits since %i days is dropped after 4 × 7 days and its own", (days, expected) => {
  expect(found(facts({ oldestMs: NOW - days * DAY }))).toEqual(expected);
});

test("how long something waits for a destination that is down is not known to be its own trouble", () => {
  const both = facts({ ...stoppedFor(60), oldestMs: NOW - 60 * MINUTE });
  expect(found(both)).toEqual(["down critical", "waiting unknown"]);
});

test("with nothing ended, nobody knows whether it still fails", () => {
  expect(found(facts({ delivered: 0, lost: 0 }))).toEqual(["failing unknown"]);
});

describe("of a project", () => {
  test.each([
    ["4 uploads of 4 refused", { requests: 4, refused: 4, reason: "invalid_json" }, []],
    ["5 of 100 refused", { refused: 5, reason: "invalid_json" }, ["refused warning"]],
    ["half refused", { refused: 50, reason: "invalid_json" }, ["refused critical"]],
    ["silent for an hour", { acceptedMs: NOW - 60 * MINUTE }, ["silence warning"]],
    ["silent for four", { acceptedMs: NOW - 240 * MINUTE }, ["silence critical"]],
    ["silent, as yesterday", { acceptedMs: NOW - 60 * MINUTE, yesterday: 0 }, ["silence unknown"]],
    ["silent, as a week ago", { acceptedMs: NOW - 60 * MINUTE, weekAgo: 3 }, ["silence unknown"]],
    ["too young for a week", { acceptedMs: NOW - 60 * MINUTE, weekAgo: null }, ["silence warning"]],
    [
      "too young for a day",
      { acceptedMs: NOW - 60 * MINUTE, yesterday: null, weekAgo: null },
      ["silence unknown"],
    ],
    ["never anything", { acceptedMs: null }, []],
  ] as const)("%s", (_, uploads, expected) => {
    expect(found(facts({}, uploads))).toEqual(expected);
  });
});

test("says the figures, the reason that leads, the remedy and where to go", () => {
  const [failing] = findAlerts(
    facts({ delivered: 60, lost: 40, lost_reason: "no_identifier", lost_most: 30 }),
    defaults,
    place,
    7,
  ).filter(({ kind }) => kind === "failing");
  expect(failing?.words).toMatchObject({
    title: "Marketing: events are not delivered",
    message: expect.stringMatching(/^40 of 100 events \(40%\) were not delivered .* of 30: .+\.$/),
    advice: expect.stringMatching(/.+/),
    path: "/projects/1/destinations/7/deliveries?reason=no_identifier",
  });
});

test("a destination's own rules win over the project's, and what is off is not looked for", () => {
  const own = storedRules({ down: { ...DEFAULT_RULES.down, warning: 1, critical: null } });
  const off = storedRules({ down: { ...DEFAULT_RULES.down, enabled: false } });
  const rules = (...of: readonly OwnRules[]) => ({
    ...defaults,
    of: () => rulesInForce(...of),
  });
  expect(found(facts(stoppedFor(60)), rules(off, own))).toEqual(["down warning"]);
  expect(found(facts(stoppedFor(60)), rules(own, off))).toEqual([]);
});

test("a stored rule that this version cannot read counts as not set", () => {
  expect(
    storedRules({ down: { enabled: "perhaps" }, newer: {}, books: DEFAULT_RULES.books }),
  ).toEqual({
    books: DEFAULT_RULES.books,
  });
  expect(storedRules(null)).toEqual({});
});
